// SPDX-License-Identifier: Apache-2.0
// Layers that are shown as the density of their rows: a sketch at once, which the exact density replaces when it is there.
import { ApiError, type Api, type Style } from './api';
import { densityShape, detailed, settle, type Density, type DensityLegend } from './density';
import type { LayerState } from './layer_row';

/** What the page does for them. */
export interface Around {
  api: Api;
  question: (state: LayerState) => string;
  /** Puts the pictures of that question on the map. */
  draw: (state: LayerState, style: Style, question: string) => void;
  update: (state: LayerState) => void;
  busyWhile: <T>(work: Promise<T>) => Promise<T>;
  away: (error: unknown) => void;
  /** Lets the map say that it is idle, once more. */
  repaint: () => void;
}

const again_ms = 2000;

export class Densities {
  constructor(private readonly around: Around) {}

  /** Until the exact one is drawn the map says that it is none. */
  show(state: LayerState, style: Style): void {
    const question = this.around.question(state);
    const key = `${this.around.api.language} ${question}`;
    if (state.density?.key !== key) {
      this.leave(state);
      const density: Density = { key, wanted: 'sketch', detail: 'sketch', end: new AbortController() };
      state.density = density;
      void this.refine(state, density, style, question).catch((error: unknown) => {
        if (state.density !== density) return; // nobody asks any more
        density.key = ''; // whoever shows it next tries anew
        this.around.away(error);
      });
    }
    this.draw(state, style, question);
    this.around.update(state);
  }

  /** Nobody waits for it any more. */
  leave(state: LayerState): void {
    state.density?.end?.abort();
    delete state.density;
  }

  /** The layer is not on the map for now. What is exact stays for when it is back. */
  hide(state: LayerState): void {
    if (state.density?.detail === 'sketch') this.leave(state);
  }

  isSketch({ points, density, wrong }: LayerState): boolean { return points === densityShape && density?.detail === 'sketch' && !wrong; }

  /** All tiles of these layers are drawn, or did not come. */
  idle(on: readonly LayerState[]): void {
    for (const state of on) {
      if (state.points === densityShape && !state.wrong && state.density && settle(state.density)) this.around.update(state);
    }
  }

  /** Of the map. What did not come may have left a tile of the sketch in its place. */
  noteTrouble(event: object, states: ReadonlyMap<string, LayerState>): void {
    const { sourceId } = event as { sourceId?: string };
    const density = sourceId === undefined ? undefined : states.get(sourceId)?.density;
    if (density) density.failed = true;
  }

  /** Their tiles are asked for anew. */
  retry(states: Iterable<LayerState>): void {
    for (const { density } of states) if (density) density.failed = false;
  }

  private draw(state: LayerState, style: Style, question: string): void {
    const { density } = state;
    if (!density) return;
    density.asked = density.wanted;
    this.around.draw(state, style, detailed(question, density.wanted));
  }

  private async refine(state: LayerState, density: Density, style: Style, question: string): Promise<void> {
    const isWanted = (): boolean => state.density === density && state.points === densityShape;
    const ask = (asked: string): Promise<DensityLegend> => this.around.busyWhile(this.around.api.density(state.collection.id, asked, density.end?.signal));
    const sketch = await ask(detailed(question, 'sketch'));
    if (!isWanted()) return;
    density.legend = sketch;
    this.around.update(state);
    const exact = await this.exactLegend(() => ask(question), isWanted);
    if (!exact || !isWanted()) return;
    Object.assign(density, { wanted: 'exact', next: exact, failed: false });
    if (state.on && !state.wrong) this.draw(state, style, question);
    this.around.repaint(); // all may be drawn already: then nothing else would say so
  }

  /** The service answers when it is made, or says after a while that it is not yet. */
  private async exactLegend(ask: () => Promise<DensityLegend>, isWanted: () => boolean): Promise<DensityLegend | undefined> {
    while (isWanted()) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 503) throw error;
      }
      await this.around.busyWhile(new Promise((resolve) => setTimeout(resolve, again_ms)));
    }
    return undefined;
  }
}
