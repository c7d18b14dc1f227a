const { commands } = require('vscode');

/** An installed extension should not come to the front by itself, but whoever types `npm start` wants to see it. */
exports.activate = () => commands.executeCommand('workbench.view.extension.turnout');
