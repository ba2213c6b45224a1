import type { StorageState } from '../../utils/storage/state.ts';
import { Alert } from '../ui/Alert.tsx';
import { storageWords } from './state.ts';

/** What is wrong with the storage, above whatever else there is to say. */
export function StorageNote({ state }: { state: StorageState | undefined }) {
  const words = storageWords(state);
  return words && <Alert>{words}</Alert>;
}
