// SPDX-License-Identifier: Apache-2.0
// The page as a whole: what is on, in which period, language and place; panel and map follow it.
import type { Map as MapLibreMap, MapSourceDataEvent } from 'maplibre-gl';
import { ApiError, type Api, type Collection, type Style } from './api';
import { isByCells } from './cells';
import { Densities } from './densities';
import { densityShape, densityStyle, hasDensity } from './density';
import { el } from './dom';
import { binsOf, countBins, inTurn } from './histogram';
import { Labels } from './label_layers';
import type { LayerState } from './layer_row';
import { MapLayers } from './layers';
import { extentOf, followsPeriod, groupsOf, timeline, usuallyOn, type Groups } from './model';
import { Notices, troubleText } from './notices';
import { Panel, type Facts } from './panel';
import { PeriodChooser } from './period';
import { Presses } from './presses';
import { questionOf, tidied, type Asked } from './question';
import type { SignInFacts } from './sign_in';
import { writeState, type State } from './state';
import { say, texts, type Language, type Text, type TextKey } from './text';
import { createMap, FitControl, fitTo, fitting, isSquare, loadLibrary, nameControls, workerUrl, type Box } from './view';
import { frameOf, Sketch } from './sketch';
import { datetimeOf, dayIn, type Range } from './zone';

export interface PageFacts { base: string; zone: string; roleNames: Text; isPublic: boolean; licences: string; titles: Text; roleTexts: Text; signIn: SignInFacts }

/** How points are shown when nobody has chosen: as the collection's usual style has it. */
const usualPoints = 'counts';

export class Page {
  map: MapLibreMap | undefined;
  private layers: MapLayers | undefined;
  private labels: Labels | undefined;
  private presses: Presses | undefined;
  private collections: Collection[] = [];
  private groups: Groups = { data: [], results: [], older: [] };
  private readonly states = new Map<string, LayerState>();
  private period: PeriodChooser | undefined;
  private readonly panel: Panel;
  private readonly densities: Densities;
  private readonly notices: Notices;
  private readonly source = el('p', { class: 'source' });
  private readonly mapElement = document.querySelector<HTMLElement>('#map') ?? document.body;
  private sketch: Sketch | undefined;
  private barsAsked = 0;
  private pending = 0;
  private settled = false;

  constructor(private readonly api: Api, private readonly state: State, private readonly facts: PageFacts, private readonly keepLanguage: (language: Language) => void) {
    this.notices = new Notices(this.mapElement);
    this.mapElement.append(this.source);
    this.densities = new Densities({
      api, question: (each) => this.questionFor(each), draw: (each, style, question) => this.layers?.show(each.collection, style, each.percent / 100, question),
      update: (each) => this.panel.update(each), busyWhile: (work) => this.busyWhile(work), away: (error) => this.away(error), repaint: () => this.map?.triggerRepaint(),
    });
    this.panel = new Panel(document.querySelector<HTMLElement>('#panel') ?? document.body, {
      toggle: (id, on) => void this.toggle(id, on),
      opacity: (id, percent) => this.setOpacity(id, percent),
      language: (language) => void this.setLanguage(language),
      table: (id) => this.tableUrl(id),
      points: (id, shape) => void this.setPoints(id, shape),
      asked: (id, asked) => void this.setAsked(id, asked),
    });
  }

  /** Nothing on its way and nothing left to draw. */
  quiet(): boolean { return this.settled && this.pending === 0 && this.map?.loaded() === true && !this.map.isMoving(); }

  private get language(): Language { return this.api.language; }
  private say(key: TextKey, ...args: string[]): string { return say(this.language, key, ...args); }
  /** What the tiles and counts of a layer are asked for; `days` must be known by now. */
  private datetimeFor({ collection, days }: LayerState): string {
    return followsPeriod(collection) ? datetimeOf(this.state, days ? undefined : this.facts.zone) : '';
  }
  private questionFor(state: LayerState): string { return questionOf(state.asked, this.datetimeFor(state)); }
  private tableUrl(id: string): string {
    const state = this.states.get(id);
    return this.api.tableUrl(id, state ? this.questionFor(state) : '');
  }
  private get on(): LayerState[] { return [...this.states.values()].filter((each) => each.on); }

  async start(): Promise<void> {
    this.renderWords();
    this.notices.setBusy(this.say('loadingMap'));
    try {
      const asked = this.loadCollections();
      const library = loadLibrary(this.facts.base);
      library.catch(() => undefined); // awaited below
      void fetch(workerUrl(this.facts.base)).catch(() => undefined); // kept by the time the library asks for it
      await asked;
      const styles = Promise.all(this.on.map((each) => this.prepare(each)));
      void styles.then(() => this.drawSketch()).catch(() => undefined);
      const loaded = await library;
      this.createMap(loaded);
      await styles;
      this.notices.setTrouble('');
    } catch (error) {
      this.failedToStart(error);
    }
  }

  /** Before the library is there. */
  private async drawSketch(): Promise<void> {
    const { clientWidth, clientHeight } = this.mapElement;
    const frame = frameOf(clientWidth, clientHeight, this.state.position, this.box(), fitting);
    if (!frame || this.settled) return;
    this.sketch = new Sketch(this.mapElement, frame);
    const plain = this.on.filter((each) => each.points === usualPoints && !each.wrong);
    const layers = plain.flatMap((each) => (each.style ? [{ collection: each.collection, style: each.style, question: this.questionFor(each) }] : []));
    if (await this.sketch.draw(layers)) performance.mark('bairro-sketch');
  }

  private failedToStart(error: unknown): void {
    this.notices.setBusy('');
    const again = { label: this.say('retry'), go: () => location.reload() };
    if (error instanceof NoWebgl) this.notices.setTrouble(this.say('noWebgl'), { label: this.say('data'), go: () => location.assign(`${this.facts.base}/collections?f=html&lang=${this.language}`) });
    else this.notices.setTrouble(troubleText(error, this.language), again);
  }

  private async loadCollections(): Promise<void> {
    this.collections = await this.busyWhile(this.api.collections());
    this.groups = groupsOf(this.collections);
    const all = [...this.groups.data, ...this.groups.results, ...this.groups.older];
    const on = this.state.on ?? usuallyOn(this.groups);
    for (const collection of all) {
      const known = this.states.get(collection.id);
      if (known) known.collection = collection;
      else this.states.set(collection.id, this.stateOf(collection, on.includes(collection.id)));
    }
    this.renderPanel();
    performance.mark('bairro-panel');
  }

  /** As the address has it. */
  private stateOf(collection: Collection, on: boolean): LayerState {
    const { id } = collection;
    return {
      collection, on, percent: this.state.opacity.get(id) ?? 100, cells: false, zoom: 0, leftOut: false,
      points: this.state.points?.get(id) ?? usualPoints, asked: this.state.asked?.get(id) ?? {},
    };
  }

  /** Which style is wanted now. */
  private styleKey({ points }: LayerState): string { return `${this.language} ${points}`; }

  private async styleOf({ collection }: LayerState, name: string | undefined): Promise<Style> {
    if (name !== densityShape || !hasDensity(collection)) return this.api.style(collection.id, name);
    return densityStyle(this.facts.base, collection, await this.api.style(collection.id));
  }

  private async loadStyle(state: LayerState): Promise<void> {
    const { points } = state;
    const key = this.styleKey(state);
    const name = points === usualPoints ? undefined : points;
    try {
      const style = await this.busyWhile(this.styleOf(state, name));
      if (key !== this.styleKey(state)) return; // another was chosen meanwhile, or another language
      Object.assign(state, { style, styleKey: key });
    } catch (error) {
      if (!name || !(error instanceof ApiError) || error.status !== 404) throw error;
      if (points === state.points) state.points = usualPoints; // an address may name what there is not
      return await this.loadStyle(state);
    }
    this.panel.update(state);
  }

  /** What a layer needs before it is drawn. */
  private async prepare(state: LayerState): Promise<void> {
    const filtered = Boolean(this.state.from ?? this.state.to);
    await Promise.all([
      state.styleKey === this.styleKey(state) ? undefined : this.loadStyle(state),
      filtered && followsPeriod(state.collection) ? this.learnDays(state) : undefined, this.check(state),
    ]);
    await this.check(state); // what was chosen while the others were on their way
  }

  /**
   * A condition may come from an address, or be written by hand: the service says what is wrong with it, once in each language. Nothing
   * is asked with a condition before that answer is there.
   */
  private async check(state: LayerState): Promise<void> {
    const question = questionOf(state.asked, '');
    if (!question && !state.checked) return;
    const key = `${this.language} ${question}`;
    if (state.checked?.key !== key) {
      state.checked = { key, done: Promise.resolve() };
      state.checked.done = this.learnWrong(state, key, question);
    }
    await state.checked.done;
    if (state.checked?.key !== key || question !== questionOf(state.asked, '')) await this.check(state); // another was chosen meanwhile
  }

  private async learnWrong(state: LayerState, key: string, question: string): Promise<void> {
    let wrong: string | undefined;
    try {
      if (question) await this.busyWhile(this.api.count(state.collection.id, question));
    } catch (error) {
      if (state.checked?.key !== key) return; // nobody asks any more
      if (!(error instanceof ApiError) || error.status !== 400) {
        delete state.checked;
        throw error;
      }
      wrong = error.detail || texts.refusedCondition[this.language];
    }
    if (state.checked?.key !== key) return;
    if (wrong === undefined) delete state.wrong;
    else state.wrong = wrong;
    this.panel.update(state);
  }

  private async learnDays(state: LayerState): Promise<void> {
    if (state.days !== undefined) return;
    const { properties } = await this.busyWhile(this.api.schema(state.collection.id));
    state.days = Object.values(properties).some((field) => field['x-ogc-role']?.startsWith('primary-in') && field.format === 'date');
  }

  private async busyWhile<T>(work: Promise<T>): Promise<T> {
    this.pending += 1;
    try {
      return await work;
    } finally {
      this.pending -= 1;
    }
  }

  // ---- words -------------------------------------------------------------------------------------------------------------

  private renderWords(): void {
    document.documentElement.lang = this.language;
    document.title = `${texts.map[this.language]} · ${this.facts.titles[this.language]}`;
    this.source.textContent = `${this.say('source', this.facts.titles[this.language])} · ${this.facts.roleNames[this.language]} · MapLibre`;
    this.renderPanel();
  }

  private renderPanel(): void {
    const facts: Facts = {
      title: this.facts.titles[this.language], role: this.facts.roleNames[this.language], roleText: this.facts.roleTexts[this.language],
      isPublic: this.facts.isPublic, licences: this.facts.licences, home: `${this.facts.base}/?f=html&lang=${this.language}`, signIn: this.facts.signIn,
    };
    this.period = this.periodChooser() ?? undefined;
    this.panel.render(this.language, facts, this.groups, this.states, this.period?.element);
  }

  private periodChooser(): PeriodChooser | undefined {
    const collection = timeline(this.collections);
    const end = collection?.extent?.temporal?.interval[0]?.[1];
    if (!collection || !end) return undefined;
    const [latest, today] = [dayIn(end, this.facts.zone), dayIn(new Date().toISOString(), this.facts.zone)];
    const last = latest < today ? latest : today;
    const { from, to } = this.state;
    return new PeriodChooser(this.language, collection.title, last, { ...(from && { from }), ...(to && { to }) }, (range) => this.setPeriod(range));
  }

  private async setLanguage(language: Language): Promise<void> {
    this.api.language = language;
    this.state.language = language;
    this.keepLanguage(language);
    this.presses?.close();
    this.renderWords();
    this.remember();
    try {
      await this.loadCollections();
      if (this.map) nameControls(this.map, language);
      await inTurn([...this.states.values()].map((each) => () => this.restyle(each)), 3);
      this.hint();
      await this.countBars();
    } catch (error) {
      this.away(error);
    }
    document.querySelector<HTMLElement>(`.languages [lang="${language}"]`)?.focus();
  }

  // ---- map ---------------------------------------------------------------------------------------------------------------

  private createMap(library: NonNullable<Window['maplibregl']>): void {
    try {
      this.map = createMap(library, { container: this.mapElement, base: this.facts.base, language: this.language, position: this.state.position, box: this.box() });
    } catch {
      throw new NoWebgl();
    }
    const map = this.map;
    map.addControl(new FitControl(() => this.box()), 'top-right');
    nameControls(map, this.language);
    this.layers = new MapLayers(map);
    this.labels = new Labels(map, this.layers);
    this.presses = new Presses(library, map, this.layers, this.api, () => this.on.map((each) => each.collection.id));
    map.on('dataloading', () => this.notices.setBusy(this.say('loading')));
    map.on('idle', () => this.idle());
    map.on('movestart', () => this.sketch?.remove());
    map.on('error', (event) => {
      this.densities.noteTrouble(event, this.states);
      this.away(event.error);
    });
    map.on('moveend', () => {
      const { lng, lat } = map.getCenter();
      this.state.position = { zoom: map.getZoom(), lat, lon: lng };
      this.remember();
    });
    map.once('style.load', () => void this.firstPicture(map));
    map.on('sourcedata', markFirstData);
  }

  private box(): Box | undefined { return extentOf(this.collections); }

  private async show(state: LayerState): Promise<void> {
    try {
      await this.prepare(state);
      const { collection, style } = state;
      if (!state.on || !style) return;
      if (state.wrong) this.layers?.hide(collection.id); // less, not more than was asked for
      else if (state.points === densityShape) this.densities.show(state, style);
      else this.layers?.show(collection, style, state.percent / 100, this.questionFor(state));
      this.tellPreview();
    } catch (error) {
      this.away(error);
    }
  }

  private tellPreview(): void {
    const isPreview = this.on.some((each) => this.densities.isSketch(each));
    this.notices.setPreview(isPreview ? this.say('densityPreview') : '');
  }

  private async firstPicture(map: MapLibreMap): Promise<void> {
    await Promise.all(this.on.map((each) => this.show(each)));
    map.once('idle', () => void this.afterFirstPicture());
    map.triggerRepaint(); // nothing may be on, and then nothing else would draw
  }

  /** Words, the other styles, counts: nobody waits for these. */
  private async afterFirstPicture(): Promise<void> {
    performance.mark('bairro-first-map');
    this.sketch?.remove();
    try {
      const missing = [...this.states.values()].filter((each) => each.styleKey !== this.styleKey(each));
      await inTurn(missing.map((each) => () => this.loadStyle(each)), 3);
      const settlements = this.states.get('settlements')?.collection;
      if (settlements && settlements.itemCount > 0) this.labels?.addSettlements(settlements, await this.busyWhile(this.api.style(settlements.id)));
      this.labels?.start();
      await Promise.all([this.countRows(), this.countBars()]);
    } catch (error) {
      this.away(error);
    }
    this.settled = true;
  }

  private idle(): void {
    this.notices.setBusy('');
    this.densities.idle(this.on);
    this.tellPreview();
    const map = this.map;
    if (!map || !this.layers) return;
    for (const state of this.on) {
      const cells = map.queryRenderedFeatures({ layers: this.layers.layerIds([state.collection.id]) }).some(isSquare);
      const zoom = state.style && isByCells(state.style) ? Math.floor(map.getZoom()) : 0;
      const leftOut = map.querySourceFeatures(state.collection.id, { sourceLayer: `${state.collection.id}-left-out` }).length > 0;
      if (cells === state.cells && zoom === state.zoom && leftOut === state.leftOut) continue;
      Object.assign(state, { cells, zoom, leftOut });
      this.panel.update(state);
    }
    this.hint();
  }

  /** Nothing to see has three reasons, and a reader should know which. */
  private hint(): void {
    const map = this.map;
    if (!map || !this.layers) return;
    const box = this.box();
    const places = this.on.filter((each) => each.collection.id !== 'admin_areas' && each.points !== densityShape).map((each) => each.collection.id);
    if (!box) this.notices.setHint(this.say('nothingAtAll'));
    else if (this.on.length === 0) this.notices.setHint(this.say('noLayer'));
    else if (places.length > 0 && map.queryRenderedFeatures({ layers: this.layers.layerIds(places) }).length === 0) {
      const on = this.on.filter(({ collection }) => places.includes(collection.id));
      const reason = on.some((each) => each.wrong) ? 'nothingTaken' : on.some((each) => questionOf(each.asked, '')) ? 'nothingMeets' : 'nothingHere';
      this.notices.setHint(this.say(reason), { label: this.say('seeAll'), go: () => this.seeAll() });
    } else this.notices.setHint('');
  }

  private seeAll(): void {
    const box = this.box();
    for (const state of this.on) this.keepAsked(state, {});
    this.setPeriod({});
    this.renderPanel();
    void this.countBars().catch((error: unknown) => this.away(error));
    if (this.map && box) fitTo(this.map, box);
  }

  private away(error: unknown): void {
    this.notices.setBusy('');
    const told = error instanceof ApiError ? error : new ApiError(0, '');
    this.notices.setTrouble(troubleText(told, this.language), { label: this.say('retry'), go: () => void this.retry() });
  }

  private async retry(): Promise<void> {
    this.notices.setTrouble('');
    try {
      await this.loadCollections();
      this.densities.retry(this.states.values());
      this.layers?.reloadAll();
      this.on.forEach((each) => void this.show(each));
      await this.afterFirstPicture();
    } catch (error) {
      this.away(error);
    }
  }

  // ---- choices -----------------------------------------------------------------------------------------------------------

  private remember(): void {
    this.state.on = this.on.map((each) => each.collection.id);
    history.replaceState(null, '', writeState(this.state) || location.pathname);
  }

  private async toggle(id: string, on: boolean): Promise<void> {
    const state = this.states.get(id);
    if (!state) return;
    state.on = on;
    this.panel.update(state);
    this.remember();
    if (on) {
      await this.show(state);
      await this.countRows();
    } else {
      this.layers?.hide(id);
      this.densities.hide(state);
    }
    this.tellPreview();
  }

  private setOpacity(id: string, percent: number): void {
    const state = this.states.get(id);
    if (!state) return;
    state.percent = percent;
    this.state.opacity.set(id, percent);
    this.layers?.setOpacity(id, percent / 100);
    this.remember();
  }

  private async setPoints(id: string, shape: string): Promise<void> {
    const state = this.states.get(id);
    if (!state) return;
    state.points = shape;
    this.densities.leave(state);
    this.tellPreview();
    this.state.points ??= new Map();
    if (shape === usualPoints) this.state.points.delete(id);
    else this.state.points.set(id, shape);
    this.remember();
    this.presses?.close();
    await this.restyle(state);
  }

  /** The style anew: in another language, or another one. */
  private async restyle(state: LayerState): Promise<void> {
    try {
      await this.loadStyle(state);
      if (state.on) await this.show(state);
      else await this.check(state); // its words are in the panel all the same
    } catch (error) {
      this.away(error);
    }
  }

  private keepAsked(state: LayerState, asked: Asked): void {
    const { id } = state.collection;
    state.asked = tidied(asked);
    delete state.wrong;
    this.state.asked ??= new Map();
    if (Object.keys(state.asked).length === 0) this.state.asked.delete(id);
    else this.state.asked.set(id, state.asked);
  }

  private async setAsked(id: string, asked: Asked): Promise<void> {
    const state = this.states.get(id);
    if (!state) return;
    this.keepAsked(state, asked);
    this.remember();
    this.presses?.close();
    this.panel.update(state);
    await this.show(state);
    try {
      await this.countRows();
      if (timeline(this.collections)?.id === id) await this.countBars();
    } catch (error) {
      this.away(error);
    }
  }

  private setPeriod(range: Range): void {
    delete this.state.from;
    delete this.state.to;
    Object.assign(this.state, range);
    this.remember();
    this.presses?.close();
    this.on.forEach((each) => void this.show(each));
    void this.countRows().catch((error: unknown) => this.away(error));
  }

  // ---- numbers -----------------------------------------------------------------------------------------------------------

  /** How many rows of each layer the period leaves. */
  private async countRows(): Promise<void> {
    const asked = this.on.filter((each) => (followsPeriod(each.collection) || each.checked) && each.collection.itemCount > 0);
    await this.busyWhile(inTurn(asked.map((state) => () => this.countLayer(state)), 2));
  }

  private async countLayer(state: LayerState): Promise<void> {
    await this.prepare(state);
    const question = this.questionFor(state);
    const matched = question && !state.wrong ? await this.api.count(state.collection.id, question) : undefined;
    if (question !== this.questionFor(state)) return; // another period or condition was chosen meanwhile
    if (matched === undefined) delete state.matched;
    else state.matched = matched;
    this.panel.update(state);
  }

  private async countBars(): Promise<void> {
    const collection = timeline(this.collections);
    const [from, to] = collection?.extent?.temporal?.interval[0] ?? [];
    const state = this.states.get(collection?.id ?? '');
    if (!collection || !state || !from || !to) return;
    this.barsAsked += 1;
    const turn = this.barsAsked;
    await this.learnDays(state);
    await this.check(state);
    const { asked, wrong } = state;
    const zone = state.days ? undefined : this.facts.zone;
    const { period } = this;
    const bins = binsOf(dayIn(from, zone ?? 'UTC'), dayIn(to, zone ?? 'UTC'));
    const count = (datetime: string): Promise<number> => this.api.count(collection.id, questionOf(asked, datetime));
    const histogram = wrong ? { bins: [], timeless: 0 } : await this.busyWhile(countBins(bins, zone, count)); // less, not more than was asked for
    if (turn === this.barsAsked && period === this.period) period?.setHistogram(histogram);
  }
}

/** For measuring: the first tile that can be drawn. */
function markFirstData(event: MapSourceDataEvent): void {
  if (event.tile && performance.getEntriesByName('bairro-first-data').length === 0) performance.mark('bairro-first-data');
}

class NoWebgl extends Error {}
