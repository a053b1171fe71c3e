'use strict';

/* What an operator sees of /status. Texts are set as text alone: names and reasons come from brokers. */

/** How long one answer may take, milliseconds. */
const TIMEOUT_MS = 5000;

/** Between an answer and the next question, by how many lanes there are: their list is most of the answer. */
const REFRESH_MS = [[200, 2000], [2000, 5000], [Infinity, 15000]];

/** So many lanes are listed before somebody asks for all. */
const LISTED = 100;

/** A record that waits longer than this marks its lane; the program says the same of a whole flow. */
const BEHIND_SECONDS = 60;

const VERDICTS = {
  stuck: { text: '✕ stuck', look: 'bad', is: 'makes no progress' },
  away: { text: '✕ cluster away', look: 'bad', is: 'cannot reach a cluster' },
  stopped: { text: '✕ stopped', look: 'bad', is: 'has stopped lanes' },
  behind: { text: '! behind', look: 'bad', is: 'is behind' },
  notice: { text: '! look', look: 'notice', is: 'has something to look at' },
  well: { text: '✓ well', look: 'well', is: 'is well' },
};
const UNKNOWN = { text: '? unknown', look: 'notice', is: 'is in a state that this page does not know' };

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const byLane = new Intl.Collator('en', { numeric: true });
const faces = new Map();
let answer;
let answeredAt;

function count(number) {
  return number < 0 ? '–' : whole.format(number);
}

function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let rest = bytes;
  for (; rest >= 1000 && unit < units.length - 1; unit++) {
    rest /= 1000;
  }
  return `${rest.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

function duration(seconds) {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${whole.format(seconds)} s`;
  }
  if (seconds < 7200) {
    return `${whole.format(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${whole.format(seconds / 3600)} h` : `${whole.format(seconds / 86400)} days`;
}

function some(number, noun) {
  return `${whole.format(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Sets a text only when it is another one, so that what is selected stays so and nothing is read out twice. */
function put(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function badge(element, look, text) {
  put(element, text);
  element.className = `badge ${look}`;
}

function perSecond(now, before, seconds) {
  return before === undefined || seconds <= 0 || now < before ? 0 : (now - before) / seconds;
}

function waitsSeconds(lane, snapshot) {
  return lane.oldestUnmirroredMs < 0 ? 0 : Math.max(0, (Date.parse(snapshot.takenAt) - lane.oldestUnmirroredMs) / 1000);
}

/** What needs somebody first: stopped, else not copying, else behind, else with something to say. */
function rank(lane, snapshot) {
  if (lane.state === 'stopped') {
    return 0;
  }
  if (lane.state !== 'copying') {
    return 1;
  }
  if (waitsSeconds(lane, snapshot) > BEHIND_SECONDS) {
    return 2;
  }
  return lane.reason ? 3 : 4;
}

function lost(lanes) {
  const sums = { openGaps: 0, gapOffsets: 0, quarantined: 0 };
  for (const lane of lanes) {
    for (const kind of Object.keys(sums)) {
      sums[kind] += lane.losses[kind];
    }
  }
  const words = [];
  if (sums.openGaps > 0) {
    words.push(`${some(sums.openGaps, 'lane')} in front of a gap`);
  }
  if (sums.gapOffsets > 0) {
    words.push(`${some(sums.gapOffsets, 'source offset')} in gaps`);
  }
  if (sums.quarantined > 0) {
    words.push(`${some(sums.quarantined, 'record')} in quarantine`);
  }
  return words.length === 0 ? 'nothing known' : `${words.join(', ')}: see crosstide gaps`;
}

function delivery(lanes) {
  const unfenced = lanes.filter(lane => lane.unfenced).length;
  if (lanes.length === 0) {
    return 'not known yet';
  }
  return unfenced === 0
    ? 'exactly once'
    : `at least once on ${whole.format(unfenced)} of ${some(lanes.length, 'lane')}: the target grants no transactional id`;
}

function reachable(flow) {
  const away = [];
  if (!flow.sourceReachable) {
    away.push('source');
  }
  if (!flow.targetReachable) {
    away.push('target');
  }
  return away.length === 0 ? 'both answer' : `${away.join(' and ')} away`;
}

function states(flow) {
  const parts = Object.entries(flow.lanesByState)
    .filter(([, lanes]) => lanes > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([state, lanes]) => `${whole.format(lanes)} ${state}`);
  return parts.length === 0 ? 'none yet' : parts.join(', ');
}

const MEMBERSHIPS = {
  joining: 'joins the others of its flow',
  member: 'shares the lanes with the others of its flow',
  lapsed: 'may not write at present',
  alone: 'alone: the target offers no group',
};

function target(sync) {
  if (sync.checkedAtMs < 0) {
    return 'not compared by this instance';
  }
  return sync.pending === 0 && sync.leftAlone === 0
    ? 'as it should be'
    : `${some(sync.pending, 'change')} pending, ${whole.format(sync.leftAlone)} left alone on purpose`;
}

function time(instant) {
  return new Date(instant).toLocaleString();
}

/** Why a newer revision does not run; nothing when none is known. */
function notTaken(revision) {
  const sentences = [];
  const refused = revision.refused;
  if (refused.revision) {
    sentences.push(`Revision ${refused.revision} is refused since ${time(refused.since)}: ${refused.reason}. The one before goes on.`);
  }
  if (revision.unreadable) {
    sentences.push(`The topology can't be read: ${revision.unreadable}. What runs goes on.`);
  }
  return sentences;
}

/** One item a sentence; hides the holder when there are none. */
function sentences(holder, list, texts) {
  while (list.children.length > texts.length) {
    list.lastElementChild.remove();
  }
  texts.forEach((text, i) => put(list.children[i] ?? list.appendChild(document.createElement('li')), text));
  holder.hidden = texts.length === 0;
}

/** The part of the page that is one flow's; its rows are kept from one answer to the next. */
class FlowFace {
  constructor(name) {
    this.root = document.getElementById('flow').content.cloneNode(true).firstElementChild;
    this.rows = new Map();
    this.opened = false;
    this.all = false;
    put(this.find('.name'), name.replace('->', ' → '));
    this.find('.scroll').setAttribute('aria-label', `Lanes of ${name}`);
    this.find('input').addEventListener('input', () => this.list());
    this.find('.more button').addEventListener('click', () => {
      this.all = !this.all;
      this.list();
    });
    this.find('.lanes').addEventListener('toggle', () => this.list());
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  show(flow, snapshot, before) {
    this.flow = flow;
    this.snapshot = snapshot;
    const verdict = VERDICTS[flow.verdict] ?? UNKNOWN;
    badge(this.find('.badge'), verdict.look, verdict.text);
    const old = before?.flows.find(each => each.name === flow.name);
    const seconds = before ? (Date.parse(snapshot.takenAt) - Date.parse(before.takenAt)) / 1000 : 0;
    put(this.find('.records-rate'), old ? count(perSecond(flow.records, old.records, seconds)) : '…');
    put(this.find('.bytes-rate'), old ? size(perSecond(flow.bytes, old.bytes, seconds)) : '…');
    put(this.find('.lag-records'), count(flow.lagRecords));
    put(this.find('.lag-seconds'), duration(flow.lagSeconds));
    put(this.find('.records'), count(flow.records));
    put(this.find('.states'), states(flow));
    put(this.find('.clusters'), reachable(flow));
    put(this.find('.delivery'), delivery(flow.lanes));
    put(this.find('.lost'), lost(flow.lanes));
    put(this.find('.membership'), MEMBERSHIPS[flow.membership] ?? flow.membership);
    put(this.find('.target'), target(flow.sync));
    sentences(this.find('.attention'), this.find('.conditions'), flow.conditions);
    sentences(this.find('.differences'), this.find('.differences ul'), flow.sync.differences);
    put(this.find('.lanes summary'), some(flow.lanes.length, 'lane'));
    if (!this.opened && flow.lanes.length > 0) {
      this.opened = true;
      this.find('.lanes').open = flow.lanes.length <= LISTED || flow.lanes.some(lane => rank(lane, snapshot) < 3);
    }
    this.list();
  }

  list() {
    if (!this.flow || !this.find('.lanes').open) {
      return;
    }
    const wanted = this.find('input').value.trim().toLowerCase();
    const found = this.flow.lanes
      .filter(lane => `${lane.topic}-${lane.partition} ${lane.targetTopic} ${lane.state} ${lane.reason}`.toLowerCase().includes(wanted))
      .map(lane => ({ lane, rank: rank(lane, this.snapshot) }))
      .sort((a, b) => a.rank - b.rank || byLane.compare(a.lane.topic, b.lane.topic) || a.lane.partition - b.lane.partition);
    const shown = this.all ? found : found.slice(0, LISTED);
    this.replaceRows(shown.map(each => each.lane));
    this.find('.more').hidden = found.length <= LISTED;
    put(this.find('.more span'), `${whole.format(shown.length)} of ${some(found.length, 'lane')}, those with trouble first.`);
    put(this.find('.more button'), this.all ? `Show ${LISTED}` : 'Show all');
  }

  replaceRows(lanes) {
    const body = this.find('tbody');
    const rows = new Map();
    lanes.forEach((lane, i) => {
      const key = `${lane.topic} ${lane.partition}`;
      const row = this.rows.get(key) ?? newRow();
      rows.set(key, row);
      fill(row, lane, this.snapshot);
      if (body.children[i] !== row) {
        body.insertBefore(row, body.children[i] ?? null);
      }
    });
    while (body.children.length > lanes.length) {
      body.lastElementChild.remove();
    }
    this.rows = rows;
  }
}

function newRow() {
  const row = document.createElement('tr');
  const name = row.appendChild(document.createElement('th'));
  name.scope = 'row';
  for (let column = 1; column < 7; column++) {
    const cell = row.appendChild(document.createElement('td'));
    cell.className = column > 1 && column < 6 ? 'number' : '';
  }
  row.children[1].append(document.createElement('span'), ' ', document.createElement('span'));
  row.children[1].lastElementChild.className = 'reason';
  return row;
}

function fill(row, lane, snapshot) {
  const cells = row.children;
  const waits = waitsSeconds(lane, snapshot);
  put(cells[0], `${lane.topic}-${lane.partition}`);
  badge(cells[1].firstElementChild, ['bad', 'notice', 'notice', 'notice', 'well'][rank(lane, snapshot)], lane.state);
  put(cells[1].lastElementChild, lane.reason);
  put(cells[2], count(lane.lagRecords));
  put(cells[3], lane.oldestUnmirroredMs < 0 ? '–' : duration(waits));
  put(cells[4], count(lane.position));
  put(cells[5], count(lane.records));
  put(cells[6], lane.targetTopic);
}

function summary(snapshot) {
  const troubled = snapshot.flows.filter(flow => flow.verdict !== 'well');
  if (snapshot.flows.length === 0) {
    return 'No flow runs in this process.';
  }
  if (troubled.length === 0) {
    return snapshot.flows.length === 1 ? 'The flow is well.' : `${snapshot.flows.length} flows, all well.`;
  }
  const named = troubled.slice(0, 5).map(flow => `${flow.name} ${(VERDICTS[flow.verdict] ?? UNKNOWN).is}`);
  const rest = troubled.length > 5 ? `, and ${troubled.length - 5} more` : '';
  return `${named.join(', ')}${rest}.`;
}

function standing(revision) {
  put(document.getElementById('revision'), revision.revision ? `revision ${revision.revision} since ${time(revision.since)}` : '');
  const missed = document.getElementById('not-taken');
  sentences(missed, missed, notTaken(revision));
  const changes = document.getElementById('changes');
  sentences(changes, changes.querySelector('ul'), revision.changes);
}

function show(snapshot, before) {
  const main = document.getElementById('flows');
  const names = new Set(snapshot.flows.map(flow => flow.name));
  for (const [name, face] of faces) {
    if (!names.has(name)) {
      face.root.remove();
      faces.delete(name);
    }
  }
  for (const flow of snapshot.flows) {
    if (!faces.has(flow.name)) {
      faces.set(flow.name, new FlowFace(flow.name));
      main.append(faces.get(flow.name).root);
    }
    faces.get(flow.name).show(flow, snapshot, before);
  }
  put(document.getElementById('summary'), summary(snapshot));
  put(document.getElementById('topology'), snapshot.topology);
  standing(snapshot.revision);
  put(document.getElementById('taken'), `as of ${new Date(snapshot.takenAt).toLocaleTimeString()}`);
  document.title = snapshot.flows.every(flow => flow.verdict === 'well') ? '✓ Crosstide' : '✕ Crosstide';
}

function showStale(reason) {
  const since = answeredAt ? `Stale since ${answeredAt.toLocaleTimeString()}` : 'No status yet';
  put(document.getElementById('stale'), `${since}: ${reason}. Asks again by itself.`);
  put(document.getElementById('summary'), answer ? `Then: ${summary(answer)}` : 'Nothing is known yet.');
  document.getElementById('stale').hidden = false;
  document.body.classList.add('is-stale');
  document.title = '? Crosstide';
}

function showFresh() {
  document.getElementById('stale').hidden = true;
  document.body.classList.remove('is-stale');
}

async function ask() {
  let response;
  try {
    response = await fetch('status', { signal: AbortSignal.timeout(TIMEOUT_MS), cache: 'no-store', redirect: 'error' });
  } catch (error) {
    throw error.name === 'TimeoutError' ? error : new Error('the program does not answer', { cause: error });
  }
  if (!response.ok) {
    throw new Error(`/status answers ${response.status}`);
  }
  return response.json();
}

function why(error) {
  return error.name === 'TimeoutError' ? `no answer within ${TIMEOUT_MS / 1000} s` : error.message;
}

async function refresh() {
  let pauseMs = REFRESH_MS[0][1];
  try {
    const before = answer;
    const snapshot = await ask();
    const lanes = snapshot.flows.reduce((sum, flow) => sum + flow.lanes.length, 0);
    pauseMs = REFRESH_MS.find(([most]) => lanes <= most)[1];
    answer = snapshot;
    answeredAt = new Date();
    show(snapshot, before);
    showFresh();
  } catch (error) {
    showStale(why(error));
  }
  setTimeout(nextRefresh, pauseMs);
}

/** Nobody looks at a hidden page: it asks again when it is seen. */
function nextRefresh() {
  if (document.hidden) {
    document.addEventListener('visibilitychange', refresh, { once: true });
  } else {
    refresh();
  }
}

refresh();
