// Checks the manifests as far as that is possible without a cluster: node k8s/check.mjs
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const base = join(import.meta.dirname, 'base');
const secretFromOutside = 'quire-secrets';
const problems = [];
const must = (condition, problem) => condition || problems.push(problem);

const objects = rendered();
const ofKind = (kind) => objects.filter((object) => object.kind === kind);
const named = (kind, name) => ofKind(kind).find((object) => object.metadata.name === name);

for (const deployment of ofKind('Deployment')) checkDeployment(deployment);
for (const service of ofKind('Service')) checkService(service);
for (const ingress of ofKind('Ingress')) checkIngress(ingress);
checkCompose(
  parse(readFileSync(join(import.meta.dirname, '..', 'docker-compose.yml'), 'utf8'), { merge: true }),
);

for (const problem of problems) console.error(`✗ ${problem}`);
console.log(`${objects.length} objects and docker-compose.yml checked, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function rendered() {
  const kustomize = spawnSync('kubectl', ['kustomize', base], { encoding: 'utf8' });
  if (kustomize.error?.code === 'ENOENT') {
    console.log('! kubectl is not on this machine: the files are checked as they are, not rendered');
    const { resources } = parse(readFileSync(join(base, 'kustomization.yaml'), 'utf8'));
    return resources.flatMap((file) => documents(readFileSync(join(base, file), 'utf8')));
  }
  if (kustomize.status !== 0) {
    console.error(kustomize.stderr);
    process.exit(1);
  }
  return documents(kustomize.stdout);
}

function documents(text) {
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

function checkDeployment({ metadata: { name }, spec }) {
  const pod = spec.template.spec;
  must(spec.strategy?.type === 'RollingUpdate', `${name}: no rolling update`);
  must(named('Service', name), `${name}: no service`);
  must(named('PodDisruptionBudget', name), `${name}: no disruption budget`);
  must(
    sameLabels(spec.selector.matchLabels, spec.template.metadata.labels),
    `${name}: its selector misses its pods`,
  );
  must(pod.securityContext?.runAsNonRoot === true, `${name}: may run as root`);
  must(pod.automountServiceAccountToken === false, `${name}: gets a token of the cluster`);
  for (const volume of pod.volumes ?? []) {
    const claim = volume.persistentVolumeClaim?.claimName;
    must(!claim || named('PersistentVolumeClaim', claim), `${name}: no claim ${claim}`);
  }
  for (const container of pod.containers) checkContainer(name, container, pod);
}

function checkContainer(name, container, pod) {
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const port = container[probe]?.httpGet?.port;
    must(port && hasPort(container, port), `${name}: ${probe} is missing or asks a port it does not have`);
  }
  const { requests, limits } = container.resources ?? {};
  must(
    requests?.cpu && requests.memory && limits?.memory,
    `${name}: no cpu and memory request, or no memory limit`,
  );
  const security = container.securityContext ?? {};
  must(security.readOnlyRootFilesystem === true, `${name}: writable root file system`);
  must(security.allowPrivilegeEscalation === false, `${name}: may gain privileges`);
  must(security.capabilities?.drop?.includes('ALL'), `${name}: keeps capabilities`);
  const drain = Number(container.lifecycle?.preStop?.exec?.command?.[1] ?? 0);
  must(pod.terminationGracePeriodSeconds >= drain + 25, `${name}: is killed before it can end in order`);
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    must(
      !configMapRef || named('ConfigMap', configMapRef.name),
      `${name}: no settings ${configMapRef?.name}`,
    );
    must(!secretRef || secretRef.name === secretFromOutside, `${name}: unknown secret ${secretRef?.name}`);
  }
  for (const { name: volume } of container.volumeMounts ?? []) {
    must(
      pod.volumes.some((known) => known.name === volume),
      `${name}: no volume ${volume}`,
    );
  }
  must(
    /:[^:/]+$/.test(container.image) && !container.image.endsWith(':latest'),
    `${name}: image without a version`,
  );
}

function checkService({ metadata: { name }, spec }) {
  const target = ofKind('Deployment').find((known) =>
    sameLabels(spec.selector, known.spec.template.metadata.labels),
  );
  must(target, `service ${name}: selects nothing`);
  for (const { targetPort } of spec.ports) {
    must(
      target?.spec.template.spec.containers.some((container) => hasPort(container, targetPort)),
      `service ${name}: nobody listens on ${targetPort}`,
    );
  }
}

function checkIngress({ metadata, spec }) {
  for (const { backend } of spec.rules.flatMap((rule) => rule.http.paths)) {
    const service = named('Service', backend.service.name);
    must(
      service?.spec.ports.some((port) => port.name === backend.service.port.name),
      `ingress ${metadata.name}: nothing behind ${backend.service.name}`,
    );
  }
}

function checkCompose({ services, volumes }) {
  for (const [name, service] of Object.entries(services)) {
    must(service.healthcheck?.test, `compose ${name}: no health check`);
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      must(
        !/SECRET|PASS|AUTH$/.test(key) || /^\$\{\w+(:\?[^}]+)?\}$/.test(value),
        `compose ${name}: ${key} is in the file`,
      );
    }
    for (const other of Object.keys(service.depends_on ?? {}))
      must(services[other], `compose ${name}: no ${other}`);
    for (const mount of service.volumes ?? []) {
      const volume = mount.split(':')[0];
      must(volume in volumes, `compose ${name}: no volume ${volume}`);
    }
  }
}

function hasPort(container, wanted) {
  return container.ports?.some(({ name, containerPort }) => name === wanted || containerPort === wanted);
}

function sameLabels(selector, labels) {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
