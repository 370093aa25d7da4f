/**
 * A rule's documentation is not mutated: its examples are run by the tests as they stand, and its sentences are for
 * people. A plugin of Stryker's, named in stryker.config.mjs.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const documentation = {
  shouldIgnore(path) {
    const { key } = path.node;
    if (path.isObjectProperty() && key.type === 'Identifier' && key.name === 'docs')
      return 'documentation of a rule';
    return undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'documentation', documentation)];
