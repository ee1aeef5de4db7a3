import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The tests run as the code does: on Node itself, without a bundler's idea of which file a package means.
    experimental: { viteModuleRunner: false },
    // Loading the code for each file anew would take most of the time. It keeps no state: a test says so.
    isolate: false,
  },
});
