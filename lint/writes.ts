/** One file has a container of Cosmos DB in its hands, and writes on a condition alone. */
import { type Rules, served, tools } from './rule.ts';

const calls = 'src/cosmos/calls.ts';
const ofContainer = 'name=/^(containers?|items?)$/';

export const writes: Rules = {
  'one-file-has-containers': {
    files: served,
    except: [...tools, calls],
    forbids: [
      `CallExpression[callee.property.${ofContainer}]`,
      `CallExpression[callee.object.property.${ofContainer}][callee.property.name!=/^(map|slice|at)$/]`,
    ],
    because: `Only ${calls} has containers and items of Cosmos DB in its hands.`,
  },
  'replaces-on-a-condition': {
    files: [calls],
    forbids: [
      "CallExpression[callee.property.name='replace']:not(:has(Property[key.name='accessCondition']))",
    ],
    because: 'A replace without If-Match writes over what others did.',
  },
  'creates-and-replaces-alone': {
    files: ['src/cosmos/**'],
    forbids: [
      'MemberExpression[property.name=/^(upsert|delete|batch|bulk|patch|executeBulk)/]',
      'MemberExpression[property.value=/^(upsert|delete|batch|bulk|patch|executeBulk)/]',
    ],
    because: 'There is one create, one replace, and no other way to write.',
  },
};
