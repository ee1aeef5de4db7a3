/** The Cosmos DB of all contenders: tells its parent its endpoint, and ends with the channel to it. */
import { containers } from '../../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../../src/local/cosmosdb/server.ts';

process.once('disconnect', () => process.exit());

const { endpoint } = await startCosmosDb({
  database: process.env['COSMOS_DATABASE'] ?? '',
  containers,
});
process.send?.(endpoint);
