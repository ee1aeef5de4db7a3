/**
 * Manifests of trusted operations as the tools of clients write them, which are not installed here.
 * test/frontend/manifests.test.ts sees that they still write so.
 */

export const viewerDocument =
  'query Viewer { viewer { ...Who } } fragment Who on Viewer { subject }';

/** Of the client preset with `persistedDocuments: true`. */
export const codegenManifest: Readonly<Record<string, string>> = {
  'sha256:8e1e1d3efc678cc1e6540d598e3d70b84f518d1838a9a1dc93b01c7578c92bed':
    'fragment Who on Viewer { subject } query Viewer { viewer { ...Who } }',
};

/** Of `@apollo/generate-persisted-query-manifest`. */
export const apolloManifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    {
      id: '24a14fb095ee36eb7443de1dcd78087dbb56740273795e062f1bd7300215c973',
      name: 'Viewer',
      type: 'query',
      body: 'query Viewer {\n  viewer {\n    ...Who\n    __typename\n  }\n}\n\nfragment Who on Viewer {\n  subject\n  __typename\n}',
    },
  ],
};

/**
 * As relay-compiler 21.0.1 wrote it with `persistConfig: { "file": "persisted.json" }`, of another document. Nothing sees
 * that it still does: its package brings the compiler for six platforms, 118 MB.
 */
export const relayManifest: Readonly<Record<string, string>> = {
  '9f256d26f1ddd6ad037bf6117d1e5100':
    'query deskQuery {\n  viewer {\n    ...desk_viewer\n  }\n}\n\nfragment desk_viewer on Viewer {\n  subject\n}\n',
};
