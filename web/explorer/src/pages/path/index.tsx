import { Frame } from '../../ui/frame';

export default function Page() {
  return <Frame title="path">{null}</Frame>;
}
