// A real SMTP server on a free port of this machine. What it should answer is told by the local part of each recipient:
//   refuse…   550 for good at RCPT          later…      451 once at RCPT, then taken
//   bounce…   554 for good after the text   dropped…    the connection ends after the text, once, then taken
//   forget…   the connection ends after the text was taken, before anybody is told so, once
// Every connection and every letter that was taken is one line of JSON on standard output.
import { SMTPServer } from 'smtp-server';

const { tls, password } = JSON.parse(process.argv[2] ?? '{}');
const say = line => process.stdout.write(JSON.stringify(line) + '\n');
const seen = new Map();
const once = address => {
  seen.set(address, (seen.get(address) ?? 0) + 1);
  return seen.get(address) === 1;
};
const no = (code, words) => Object.assign(new Error(words), { responseCode: code });

const server = new SMTPServer({
  disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(password ? [] : ['AUTH'])],
  authOptional: !password,
  size: 1_000_000,
  logger: false,
  onConnect(session, done) {
    say({ connection: session.id });
    done();
  },
  onAuth(auth, session, done) {
    done(auth.password === password ? null : no(535, 'Wrong password'), { user: auth.username });
  },
  onMailFrom(address, session, done) {
    done(address.address.startsWith('nobody@') ? no(553, 'This sender is not ours') : null);
  },
  onRcptTo({ address }, session, done) {
    if (address.startsWith('refuse')) return done(no(550, 'No such mailbox'));
    if (address.startsWith('later') && once(address)) return done(no(451, 'Come back later'));
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(r => r.address);
      if (to.some(a => a.startsWith('bounce'))) return done(no(554, 'We do not like it'));
      const letter = { to, from: session.envelope.mailFrom.address, secure: session.secure, connection: session.id, raw: Buffer.concat(parts).toString('base64') };
      const cut = () => [...server.connections].find(c => c.session.id === session.id)?._socket.destroy();
      if (to.some(a => a.startsWith('dropped') && once(a))) return cut();
      say(letter);
      if (to.some(a => a.startsWith('forget') && once(a))) return cut();
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => say({ port: server.server.address().port }));
