/** The laboratory's Cosmos DB in a process of its own: tells its parent its endpoint, and ends with the channel to it. */
import { containers } from '../../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../../src/local/cosmosdb/server.ts';

process.once('disconnect', () => process.exit());

const { endpoint } = await startCosmosDb({ database: 'orderdesk-lab', containers });
process.send?.(endpoint);
