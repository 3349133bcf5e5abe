/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-never-import-each-other',
      comment: 'apps/standalone is the composition root that hosts the four apps in one process',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-through-their-index',
      severity: 'error',
      from: { path: '^(?:apps|libs)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/(?!(index|.*[.]index)[.]ts$)', pathNot: '^libs/$1/' },
    },
    {
      name: 'browser-libs-stay-pure',
      comment: 'protocol and document-model run in the browser',
      severity: 'error',
      from: { path: '^libs/(protocol|document-model)/', pathNot: '[.]spec[.]ts$' },
      to: { path: '@nestjs|typeorm|^libs/(?!protocol|document-model)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'browser-libs-need-no-node',
      severity: 'error',
      from: { path: '^libs/(protocol|document-model)/', pathNot: '[.]spec[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engines-own-sharp-and-libreoffice',
      severity: 'error',
      from: { pathNot: '^apps/converter/src/engines/' },
      to: { path: 'node_modules/(sharp|libreoffice-convert)/' },
    },
    {
      name: 'typeorm-behind-persistence',
      severity: 'error',
      from: { pathNot: '^libs/persistence/' },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
    },
  },
};
