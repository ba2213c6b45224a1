/** A page of the extension: the panel, or the options page. */
export interface View {
  /** All text that can be seen. */
  text(): Promise<string>;
  /** Waits at most `ms` until the text has these words, or no longer has them when not `shown`. */
  waitForText(words: string | RegExp, shown: boolean, ms: number): Promise<SeenText>;
  /** A button, or what opens a part of the page, by its accessible name. */
  click(button: string): Promise<void>;
  doubleClick(button: string): Promise<void>;
  type(label: string, text: string): Promise<void>;
  /** Turns a checkbox over, by its label. */
  tick(label: string): Promise<void>;
  /** Null when there is no such button. */
  enabled(button: string): Promise<boolean | null>;
  has(label: string): Promise<boolean>;
  press(key: 'Enter' | 'Escape' | 'Tab'): Promise<void>;
  /** Closes the tab. */
  close(): Promise<void>;
}

export interface SeenText {
  /** Whether it became as it was waited for. */
  met: boolean;
  /** The text then, or at the end of the wait. */
  text: string;
}

/** Where scripts can be run: a page or a frame, with the rights that it has itself. */
export interface Realm {
  evaluate<T>(script: string): Promise<T>;
  /** Adds a frame, and gives it when its document was loaded or refused. A foreign one has no origin. */
  addFrame(address: string, kind: 'plain' | 'foreign'): Promise<Realm>;
}

export type PanelView = View & Pick<Realm, 'evaluate'>;

/** A tab with a page of Kit. */
export interface KitTab extends Realm {
  /** Loads a path of app.kit.com, or an address. */
  goto(path: string): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  launchers(): Promise<number>;
  /** Points at the launcher. */
  hover(): Promise<void>;
  /** Presses the launcher, whatever comes of it. */
  pressLauncher(): Promise<void>;
  /** Presses the launcher and gives the panel. */
  openPanel(): Promise<PanelView>;
  /** The size of what is shown of the page, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  panelOpen(): Promise<boolean>;
  close(): Promise<void>;
}

/** A tab with a page of the extension. */
export interface ExtensionTab extends View, Realm {
  /** Loads it again, and ends when the new document is there. */
  reload(): Promise<void>;
}

export interface BrowserSession {
  /** The options page that is open. A first install opens one. */
  options(): Promise<View>;
  kit(path: string): Promise<KitTab>;
  /** The same in a browser window of its own. */
  newWindow(path: string): Promise<KitTab>;
  /** Opens the manager in a tab of its own, at a hash; or gives the one that is open. */
  manager(hash?: string): Promise<ExtensionTab>;
  /** The first file of this ending that the browser downloaded, once it is whole. */
  downloaded(ending: string): Promise<{ name: string; file: Blob }>;
  /** From here on the browser refuses every download. For a browser of the test's own. */
  refuseDownloads(): Promise<void>;
  /** A page that one of the extensions has open, ours or a neighbour's, by its path. */
  extensionPage(path: string): Promise<ExtensionTab>;
  /** Takes the background away in the middle of whatever it does. The next message or port starts a fresh one. */
  killBackground(): Promise<void>;
  /** Installs the extension again, as an update does. Its own pages close, and Kit's stay open. */
  reinstall(): Promise<void>;
  /** Closes the browser and starts it again with the same profile: tabs and views from before are gone. */
  restart(): Promise<void>;
  /** Presses the extension's button in the toolbar. */
  pressToolbarButton(): Promise<void>;
  /** What the popup behind that button says; null when it is closed. */
  popupText(): Promise<string | null>;
  /** Presses a button of that popup, as soon as it has it. */
  pressInPopup(name: string): Promise<void>;
  /** What each open page and frame shows, for whoever wonders why a test failed. */
  shown(): Promise<string[]>;
  /** Closes the window that a sign-in opened beside the options page. */
  closeSignIn(): Promise<void>;
  close(): Promise<void>;
}

/** What a browser is started with. */
export interface Start {
  proxyPort: number;
  /** A folder for the browser's profile and its downloads. */
  folder: string;
  neighbours: readonly string[];
  /** The folder of the extension, where it is not the build itself. */
  extension?: string;
}

/** A browser that one test after another uses, each as if it were new. */
export interface SharedBrowser {
  /** Installs the extension, and gives the browser with its options page open. */
  begin(downloads: string): Promise<BrowserSession>;
  /** Removes the extension with all that it stored, what pages stored, and every tab. */
  end(): Promise<void>;
  close(): Promise<void>;
}
