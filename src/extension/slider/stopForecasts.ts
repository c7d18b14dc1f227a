import * as vscode from 'vscode';
import qualityCurves from '../../../models/qualityCurves.json';
import type { CostOf } from '../../routing/ledger/pricing';
import type { Calibration } from '../../routing/slider/calibration';
import {
  forecastStop,
  type Pace,
  type QualityCurves,
  type StopForecast,
} from '../../routing/slider/stopForecast';
import type { Connections } from '../models/connections';
import { readPriceOverrides } from '../settings';
import { describeForecast } from './forecastWording';

const curves: QualityCurves = qualityCurves;

/** What each stop of the slider is expected to send, cost and keep, as things stand. */
export class StopForecasts implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listeners: vscode.Disposable[];
  private pace: Pace | undefined;
  /** Known once there are calls to price: the table of prices is large. */
  private costOf: CostOf | undefined;
  readonly onDidChange = this.changed.event;

  /**
   * @param routerName of the router that decides
   * @param calibrationOf what a router's thresholds are taken from; undefined before it is loaded
   */
  constructor(
    private readonly connections: Connections,
    private readonly routerName: () => string,
    private readonly calibrationOf: (router: string) => Calibration | undefined,
  ) {
    this.listeners = [
      connections.onDidChange(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('turnout.prices')) void this.readPrices();
        if (change.affectsConfiguration('turnout.router')) this.refresh();
      }),
    ];
  }

  /** @param share a stop, in [0, 1] */
  at(share: number): StopForecast {
    const router = this.routerName();
    const { current } = this.connections;
    return forecastStop(share, {
      calibration: this.calibrationOf(router),
      pace: this.pace,
      pair: current.kind === 'connected' ? current.pair : undefined,
      costOf: this.costOf ?? (() => undefined),
      curve: curves.routers[router],
    });
  }

  /** What the thresholds are taken from; undefined before the router is loaded. */
  get calibration(): Calibration | undefined {
    return this.calibrationOf(this.routerName());
  }

  /** A line for every whole percent from 0 to 100. */
  get lines(): readonly string[] {
    return Array.from({ length: 101 }, (_, percent) => describeForecast(this.at(percent / 100)));
  }

  /** Goes by another pace. */
  async follow(pace: Pace | undefined): Promise<void> {
    this.pace = pace;
    if (pace !== undefined && this.costOf === undefined) await this.readPrices();
    this.refresh();
  }

  /** Something that the forecasts stand on is new. */
  refresh(): void {
    this.changed.fire();
  }

  private async readPrices(): Promise<void> {
    const { createPriceList } = await import('../../node/prices');
    this.costOf = createPriceList({ overrides: readPriceOverrides() });
    this.refresh();
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }
}
