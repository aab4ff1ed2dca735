/** Who may import whom: Each rule says why it is there. */

/** One for each function, or for a family of them: a bundle holds what its root names, and nothing else. */
const COMPOSITION_ROOTS = '^shared/adapters/runtime/';
const BUILTINS = { dependencyTypes: ['core'] };
const NPM = { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] };

/** Our own folders that `from` may import; any other of ours is forbidden. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from,
  to: { path: '^(shared|functions|infra|web|tests)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two files that need each other are one file, or hide a third: neither can be read or tested alone.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'An import that leads nowhere is a misspelling, or a package that is not in package.json.',
      from: {},
      // Types alone (@types/aws-lambda): there is no such package to resolve.
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      comment: 'What tests hold is not shipped: code that needs it would break in production.',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    only(
      'domain-is-alone',
      { path: '^shared/domain/' },
      '^shared/domain/',
      'The domain decides what happened to money: it must be the same in a Lambda, a backtest, a browser and a test.',
    ),
    {
      name: 'domain-has-no-io',
      severity: 'error',
      comment:
        'Clock, randomness, files and network make a decision unrepeatable; time and ids come as arguments.',
      from: { path: '^shared/domain/' },
      to: BUILTINS,
    },
    {
      name: 'domain-has-few-packages',
      severity: 'error',
      comment: 'Schemas, decimals and indicators are pure; any other package must first show that it is.',
      from: { path: '^shared/domain/' },
      to: { ...NPM, pathNot: 'node_modules/(zod|big\\.js|@types/big\\.js|trading-signals)/' },
    },
    only(
      'ports-know-the-domain',
      { path: '^shared/ports/' },
      '^shared/(ports|domain)/',
      'A port says what a use case needs in words of the domain, whoever provides it.',
    ),
    only(
      'application-knows-ports',
      { path: '^shared/application/' },
      '^shared/(application|ports|domain)/',
      'A use case runs against any storage, exchange or API: it sees their interfaces only.',
    ),
    only(
      'contract-knows-the-domain',
      { path: '^shared/contract/' },
      '^shared/(contract|domain)/',
      'The contract is shared with the browser and with infra: it must not pull in storage or use cases.',
    ),
    {
      name: 'inner-layers-have-no-sdk',
      severity: 'error',
      comment:
        'Only adapters talk to AWS and to the network; so both can be exchanged, and the rest runs anywhere.',
      from: { path: '^shared/(domain|ports|application|contract)/' },
      to: { path: 'node_modules/(@aws-sdk|@aws-lambda-powertools|@middy|aws-cdk-lib|axios)/' },
    },
    only(
      'adapters-implement-ports',
      { path: '^shared/adapters/', pathNot: COMPOSITION_ROOTS },
      '^shared/(adapters|ports|domain)/',
      'An adapter translates between a port and an SDK; it never calls a use case back.',
    ),
    only(
      'runtime-composes',
      { path: COMPOSITION_ROOTS },
      '^shared/(adapters|application|ports|domain|contract)/',
      'A composition root reads the environment (contract) and gives the use cases their ports.',
    ),
    {
      name: 'adapters-only-through-runtime',
      severity: 'error',
      comment: 'Who picks an adapter by hand cannot be given another one: a composition root does it, once.',
      from: { path: '^functions/' },
      to: { path: '^shared/adapters/', pathNot: COMPOSITION_ROOTS },
    },
    only(
      'functions-are-thin',
      { path: '^functions/' },
      '^(functions|shared)/',
      'A handler takes an event apart and calls a use case; how it is deployed is none of its business.',
    ),
    only(
      'infra-knows-the-contract',
      { path: '^infra/', pathNot: '^infra/local/' },
      '^(infra/(?!local/)|shared/(contract|domain)/)',
      'Infra makes routes from the operations and names functions by their entry path; it never runs their code.',
    ),
    only(
      'local-runs-the-assembly',
      { path: '^infra/local/' },
      '^(infra/|shared/(contract|domain)/)',
      'One machine runs what was synthesized and bundled; importing a handler would run something else than AWS does.',
    ),
    only(
      'web-knows-the-contract',
      { path: '^web/' },
      '^(web/|shared/(contract|domain)/)',
      'The dashboard is a client like any other: it knows the API and the rules of the domain.',
    ),
    {
      name: 'features-are-apart',
      severity: 'error',
      comment:
        'A feature can be read, changed and removed alone; what two share moves down to ui/ or to the page above.',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'ui-holds-no-data-access',
      severity: 'error',
      comment:
        'What is shown comes as properties, so that a part can be shown anywhere, and tested without a server.',
      from: { path: '^web/src/ui/' },
      to: { path: '^web/src/(features|pages|api)|node_modules/@tanstack/' },
    },
    {
      name: 'browser-has-no-node',
      severity: 'error',
      comment: "Node's own modules do not exist in a browser.",
      from: { path: '^web/src/' },
      to: BUILTINS,
    },
    {
      name: 'shipped-code-has-shipped-packages',
      severity: 'error',
      comment: 'A package of devDependencies is there by luck only, once code leaves this repository.',
      from: { path: '^(shared|functions)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|cdk\\.out|web/dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count: a type that points the wrong way pulls the design along.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
