/** What the client says of how to judge, and what it can do. */
import type { ClientCapabilities } from 'vscode-languageserver/node';

export interface Settings {
  /** Targets (`mysql@8.4`), instead of those that each project's files tell. */
  readonly engines?: readonly string[];
  /** May a dialint.config.* be run? */
  readonly trustedWorkspace: boolean;
}

/** `given`: initializationOptions, or the section `dialint` of the client's configuration. What is of another form is passed over. */
export function readSettings(given: unknown, before: Settings = { trustedWorkspace: false }): Settings {
  if (typeof given !== 'object' || given === null) return before;
  const { engines, trustedWorkspace } = given as Readonly<Record<string, unknown>>;
  const trusted = typeof trustedWorkspace === 'boolean' ? trustedWorkspace : before.trustedWorkspace;
  const named = Array.isArray(engines)
    ? engines.filter((engine): engine is string => typeof engine === 'string' && engine !== '')
    : before.engines;
  return {
    trustedWorkspace: trusted,
    ...(named === undefined || named.length === 0 ? {} : { engines: named }),
  };
}

export interface ClientTraits {
  /** It asks for diagnostics, and can be told to ask again. Others are sent them. */
  readonly pullsDiagnostics: boolean;
  readonly watchesFiles: boolean;
  readonly hasConfiguration: boolean;
  readonly hasFolders: boolean;
  readonly showsProgress: boolean;
  readonly showsDocuments: boolean;
  readonly resolvesEdits: boolean;
  readonly changesDocuments: boolean;
  readonly createsFiles: boolean;
  readonly takesSnippets: boolean;
  readonly refreshesHints: boolean;
  readonly refreshesLenses: boolean;
}

export function traitsOf({ textDocument, workspace, window }: ClientCapabilities): ClientTraits {
  const edit = workspace?.workspaceEdit;
  return {
    pullsDiagnostics:
      textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasConfiguration: workspace?.configuration === true,
    hasFolders: workspace?.workspaceFolders === true,
    showsProgress: window?.workDoneProgress === true,
    showsDocuments: window?.showDocument?.support === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    changesDocuments: edit?.documentChanges === true,
    createsFiles: edit?.resourceOperations?.includes('create') === true,
    takesSnippets: edit?.snippetEditSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
  };
}
