// Reads calendars with ical.js and mails with mailparser: a JSON list on standard input, a JSON list on standard output.
import ICAL from "ical.js";
import { simpleParser } from "mailparser";

const start = (event) => {
  const at = event.startDate;
  return { at: at.isDate ? at.toString() : at.toUnixTime(), isDate: at.isDate };
};

const calendar = (text) => {
  const root = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  root.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
  const events = root.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const attendees = component.getAllProperties("attendee");
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      location: event.location,
      status: component.getFirstPropertyValue("status"),
      start: start(event),
      attendees: attendees.map((each) => [each.getParameter("cn") ?? "", each.getFirstValue()]),
    };
  });
  return { method: root.getFirstPropertyValue("method"), name: root.getFirstPropertyValue("x-wr-calname"), events };
};

const mail = async (source) => {
  const read = await simpleParser(source);
  const parts = read.attachments.map((part) => ({
    type: part.contentType,
    name: part.filename ?? "",
    method: part.headers.get("content-type")?.params?.method ?? "",
    content: part.content.toString("base64"),
  }));
  const people = (field) => (field?.value ?? []).map((each) => [each.name, each.address]);
  return {
    subject: read.subject, from: people(read.from), to: people(read.to), text: read.text, html: read.html,
    messageId: read.messageId, parts,
  };
};

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const given = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const answers = [];
for (const each of given) {
  const bytes = Buffer.from(each.content, "base64");
  answers.push(each.kind === "mail" ? await mail(bytes) : calendar(bytes.toString("utf8")));
}
process.stdout.write(JSON.stringify(answers));
