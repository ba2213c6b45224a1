import { findChromium, findFirefox } from '../../demo/browsers.ts';

/** Finds or installs both browsers once, before several workers want them at the same time. */
export default function setup(): void {
  findChromium({ loadsExtensions: true });
  findFirefox();
}
