// A certified provider with a login page of our own: whoever types a name of an account is that person.
// Started with one argument, JSON: {issuer, port, client, accounts}. Says "ready" once it answers.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const { issuer, port, client, accounts } = JSON.parse(process.argv[2]);

async function findAccount(ctx, id) {
  return accounts[id] && { accountId: id, claims: async () => ({ sub: id, ...accounts[id] }) };
}

// Our own office asks nobody for consent.
async function loadExistingGrant(ctx) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client.clientId,
    accountId: ctx.oidc.session.accountId,
  });
  grant.addOIDCScope('openid profile email');
  await grant.save();
  return grant;
}

const provider = new Provider(issuer, {
  clients: [client],
  findAccount,
  loadExistingGrant,
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  cookies: { keys: ['of these tests alone'] },
});

async function typed(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body).get('login');
}

async function interaction(request, response) {
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!DOCTYPE html><html lang="en"><title>Login</title><form method="post" action="${request.url}">`
      + '<label>Name <input name="login"></label> <button>Log in</button></form>');
    return;
  }
  const login = await typed(request);
  const result = accounts[login]
    ? { login: { accountId: login } }
    : { error: 'access_denied', error_description: 'nobody of that name' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  return interaction(request, response).catch((error) => {
    response.statusCode = 400;
    response.end(String(error));
  });
}).listen(port, '127.0.0.1', () => console.log('ready'));
