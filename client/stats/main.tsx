import { mountPage } from '../shared/AppRoot.tsx';
import { SignedIn } from '../shared/session.tsx';
import { Stats } from './Stats.tsx';
import './stats.css';
import './print.css';

mountPage(<SignedIn page="/stats">{(session) => <Stats session={session} />}</SignedIn>);
