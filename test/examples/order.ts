import type { Examples } from '../support/declared/example.ts';

const line = (sku: string, currency = 'USD') => ({
  sku,
  description: `one ${sku}`,
  quantity: 2,
  unitPrice: { amount: '10.00', currency },
});

const isCancelled = { OrderStatusError: { after: ['cancelOrder'] } };

const noSuchLine = {
  OrderLineNotFoundError: { input: () => ({ lineId: '0ujtsYcgvSTl8PAuAdqWYSMnLOv' }) },
};

export const orderExamples: Examples = {
  meanwhile: ['setOrderNote'],
  ownedBy: (customer) => ({ customer }),
  mutations: {
    createOrder: {
      input: () => ({ customer: 'carol', currency: 'USD', lines: [line('cup')], note: 'soon' }),
    },
    addOrderLine: {
      input: () => ({ line: line('saucer') }),
      refused: {
        ...isCancelled,
        CurrencyMismatchError: { input: () => ({ line: line('saucer', 'EUR') }) },
      },
    },
    changeOrderLine: {
      input: ({ lines: [{ id: lineId }] }) => ({ lineId, quantity: 7 }),
      refused: { ...isCancelled, ...noSuchLine },
    },
    removeOrderLine: {
      input: ({ lines: [{ id: lineId }] }) => ({ lineId }),
      refused: { ...isCancelled, ...noSuchLine },
    },
    setOrderNote: { input: () => ({ note: 'soon' }), refused: isCancelled },
    placeOrder: {
      refused: { ...isCancelled, OrderEmptyError: { after: ['removeOrderLine'] } },
    },
    cancelOrder: { refused: isCancelled },
  },
};
