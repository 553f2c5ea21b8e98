// The package's push service, which would listen to the whole network: here to this machine only.
const { PushApiModel } = require("web-push-testing/src/PushApiModel.js");
const Server = require("web-push-testing/src/server.js");

const model = new PushApiModel();
const server = new Server(model, 0);
const listen = server._app.listen.bind(server._app);
server._app.listen = (port, ready) => listen(port, "127.0.0.1", ready);
server.startServer();
server._server.on("listening", () => {
  const { port } = server._server.address();
  model.notifyUrl = `http://127.0.0.1:${port}/notify/`;
  console.log(`port ${port}`);
});
