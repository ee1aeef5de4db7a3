/** What stands in the forms of the two desks at first, so that nobody has to think of something. */
export const suggestions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  addOrderLine: {
    'line.description': 'espresso machine',
    'line.sku': 'ESPRESSO-MACHINE',
    'line.quantity': '2',
    'line.unitPrice.amount': '5000.00',
  },
  withdraw: { 'amount.amount': '100.00' },
};
