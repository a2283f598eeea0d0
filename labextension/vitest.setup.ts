/** Gives jsdom the browser globals which JupyterLab and Lumino use when they are imported. */

class DragEventStandIn extends Event {}

class ResizeObserverStandIn {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

Object.assign(globalThis, {
  DragEvent: DragEventStandIn,
  ResizeObserver: ResizeObserverStandIn,
  requestIdleCallback: (run: () => void) => setTimeout(run),
  matchMedia: () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {}
  })
});
