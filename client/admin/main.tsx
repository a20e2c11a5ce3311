import { z } from 'zod';
import { faultWords } from '#contracts/fault-words.ts';
import { mountPage } from '../shared/AppRoot.tsx';
import { SignedIn } from '../shared/session.tsx';
import { Admin } from './Admin.tsx';
import './admin.css';
import './reference.css';

z.config({ customError: faultWords });
mountPage(<SignedIn page="/admin">{(session) => <Admin session={session} />}</SignedIn>);
