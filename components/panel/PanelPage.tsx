import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { PanelTarget } from '../../utils/drawer.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { type FrameRefusal, proveWith } from '../../utils/messages/ask.ts';
import { Alert } from '../ui/Alert.tsx';
import { Steady } from '../ui/SteadyButton.tsx';
import { TellBusy } from './busy.ts';
import { NoTarget, Panel } from './Panel.tsx';
import { Skeleton } from './Skeleton.tsx';
import { useSight } from './sight.ts';

/** A page that made the frame itself hands nothing over. In ms. */
const PATIENCE = 10_000;

interface Props {
  target: PanelTarget | null;
  /** The secret of the frame in a page of Kit that it stands in; null in a tab of its own. */
  handed: Promise<string> | null;
  onClose(): void;
}

/** The panel, once it can show whose it is, and what it says where nothing else can be done. */
export function PanelPage({ target, handed, onClose }: Props) {
  // After an update of the extension there are no words any more, so these are here before.
  const [words] = useState(() => ({
    title: i18n.t('launcher.label'),
    close: i18n.t('button.close'),
    loading: i18n.t('review.loading'),
    orphan: { title: i18n.t('panel.noAnswer'), says: i18n.t('problem.orphan') },
    foreign: { title: i18n.t('panel.notUsable'), says: i18n.t('problem.foreignFrame') },
  }));
  const [broken] = useErrorBoundary();
  const { proven, refused } = useSecret(handed);
  const { sight, cover } = useSight();
  const [busy, setBusy] = useState(true);
  const dead = broken ? words.orphan : refused === 'frame' ? words.foreign : null;
  return (
    <>
      <div class="bar">
        <span>{words.title}</span>
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      </div>
      <div class="cover" ref={cover} />
      <p class="unseen" role="status">
        {busy && target !== null && dead === null && <span>{words.loading}</span>}
      </p>
      {dead !== null ? (
        <Alert title={dead.title}>{dead.says}</Alert>
      ) : (
        <Steady.Provider value={sight === 'steady'}>
          {(sight === 'covered' || refused === 'out of sight') && <Alert>{i18n.t('problem.covered')}</Alert>}
          {!target ? (
            <NoTarget link={KIT_LINKS.sequences} />
          ) : proven ? (
            <TellBusy.Provider value={setBusy}>
              <Panel target={target} />
            </TellBusy.Provider>
          ) : (
            <Skeleton />
          )}
        </Steady.Provider>
      )}
    </>
  );
}

/** Waits for the secret of the frame. With a wrong one, the background takes nothing from here. */
function useSecret(handed: Promise<string> | null) {
  const [proven, setProven] = useState(handed === null);
  const [refused, setRefused] = useState<FrameRefusal>(null);
  useEffect(() => {
    if (!handed) return undefined;
    const timer = setTimeout(setRefused, PATIENCE, 'frame');
    handed.then((secret) => {
      clearTimeout(timer);
      proveWith(secret, setRefused);
      setRefused(null);
      setProven(true);
    });
    return () => clearTimeout(timer);
  }, [handed]);
  return { proven, refused };
}
