import type { RealWording } from './real-wording.ts';

/** About what stands on a contact or a document. */
export const recordWordings: readonly RealWording[] = [
  // contacts
  {
    wording:
      'The contact name Ada Byron is already assigned to another contact. The contact name must be unique across all active contacts',
    source: 'Pinelab-studio/pinelab-vendure-plugins#505',
    outcome: 'contact_name_taken',
  },
  {
    wording: 'Contact Name cannot be empty.',
    source: 'waynerobinson/xeroizer#380',
    form: 'xml',
    outcome: 'contact_invalid',
  },
  {
    wording: 'Email address must be valid',
    source: 'XeroAPI/Xero-OpenAPI#461',
    form: 'call',
    outcome: 'contact_invalid',
  },
  {
    wording: 'The Account Number already exists. Please enter a different Account Number.',
    source: 'calcinai/xero-php#880',
    outcome: 'contact_invalid',
  },
  {
    wording: 'Website must be valid.',
    source: 'XeroAPI/Xero-NetStandard#434',
    form: 'call',
    outcome: 'contact_website_refused',
  },
  {
    wording: 'Website must be valid',
    source: 'XeroAPI/Xero-NetStandard#623',
    outcome: 'contact_website_refused',
  },
  {
    wording: 'Unable to assign an Archived contact.',
    source: 'calcinai/xero-php#525',
    form: 'xml',
    outcome: 'contact_archived',
  },
  // tracking
  {
    wording: "There is no ACTIVE tracking category with the name ''",
    source: 'calcinai/xero-php#386',
    outcome: 'tracking_category_archived',
  },
  {
    wording: 'SalesCategory is missing a TrackingCategoryName',
    source: 'calcinai/xero-php#386',
    outcome: 'document_incomplete',
  },
  {
    wording: 'For each specified tracking option the name must be unique',
    source: 'calcinai/xero-php#920',
    outcome: 'tracking_archived',
  },
  // accounts
  {
    wording: 'Account could not be found',
    source: 'freakboy3742/pyxero#43',
    form: 'xml',
    outcome: 'account_unknown',
  },
  {
    wording: 'Account must be valid.',
    source: 'XeroAPI/Xero-Java#353',
    outcome: 'account_not_usable',
  },
  {
    wording: "Account code '200' is not a valid code for this document",
    source: 'XeroAPI/Xero-NetStandard#364',
    outcome: 'account_not_usable',
  },
  {
    wording: 'Account code must be specified',
    source: 'calcinai/xero-php#230',
    outcome: 'account_missing',
  },
  {
    wording: 'Account code must be specified',
    source: 'benedwards44/Apex-for-Xero#9',
    outcome: 'account_missing',
  },
  {
    wording: 'Account code or ID must be specified',
    source: 'crbnos/carbon#494',
    outcome: 'account_missing',
  },
  // tax
  {
    wording: 'Tax rate must be valid.',
    source: 'XeroAPI/Xero-Java#353',
    outcome: 'tax_type_rejected',
  },
  {
    wording:
      'The TaxType code GST on Income does not exist or cannot be used for this type of transaction.',
    source: 'XeroAPI/Xero-Java#336',
    form: 'element',
    outcome: 'tax_type_rejected',
  },
  {
    wording: "The TaxType code 'GST on Income' cannot be used with account code '60410'.",
    source: 'XeroAPI/Xero-Java#336',
    form: 'element',
    outcome: 'tax_type_rejected',
  },
  {
    wording: "The TaxType code 'GST on Income' cannot be used with account code '40010-01'.",
    source: 'XeroAPI/Xero-Java#336',
    form: 'element',
    outcome: 'tax_type_rejected',
  },
  {
    wording: 'The TaxType field is mandatory',
    source: 'benedwards44/Apex-for-Xero#9',
    outcome: 'document_incomplete',
  },
  {
    wording: 'TaxType field is mandatory',
    source: 'crbnos/carbon#494',
    outcome: 'document_incomplete',
  },
  // lines and totals
  {
    wording: 'One or more line items must be specified',
    source: 'waynerobinson/xeroizer#40',
    form: 'xml',
    outcome: 'lines_missing',
  },
  {
    wording: 'One or more line items must be specified',
    source: 'benmccann/xero-java-client#5',
    outcome: 'lines_missing',
  },
  {
    wording: 'The description field is mandatory for each line item.',
    source: 'XeroAPI/Xero-Net#198',
    outcome: 'document_incomplete',
  },
  {
    wording: 'The line total 666.88 does not match the expected line total 666.93',
    source: 'XeroAPI/Xero-Net#198',
    outcome: 'amount_mismatch',
  },
  {
    wording: 'The line total -795.00 does not match the expected line total 0.00',
    source: 'XeroAPI/Xero-NetStandard#74',
    outcome: 'amount_mismatch',
  },
  {
    wording: 'The line total 1.00 does not match the expected line total 0.00',
    source: 'XeroAPI/Xero-NetStandard#74',
    outcome: 'amount_mismatch',
  },
  {
    wording: 'The line total -0.01 does not match the expected line total 0.00',
    source: 'XeroAPI/Xero-NetStandard#147',
    outcome: 'amount_mismatch',
  },
  {
    wording:
      "The discount rate '0.00' is invalid. Discount must not be greater than the line total.",
    source: 'XeroAPI/Xero-OpenAPI#429',
    outcome: 'amount_mismatch',
  },
  {
    wording:
      "The discount rate '27.83' is invalid. Discount must not be greater than the line total.",
    source: 'XeroAPI/xero-php-oauth2#288',
    form: 'xml',
    outcome: 'amount_mismatch',
  },
  {
    wording: 'Discounts may not be applied to ACCPAY invoices.',
    source: 'XeroAPI/Xero-Net#198',
    outcome: 'ledger_rejected',
  },
  {
    wording: 'The invoice total does not equal the sum of the lines.',
    source: 'waynerobinson/xeroizer#23',
    form: 'xml',
    outcome: 'amount_mismatch',
  },
  // dates, numbers, status
  {
    wording:
      'The document date cannot be before the end of year lock date, currently set at 31-Jul-2013',
    source: 'waynerobinson/xeroizer#92',
    form: 'xml',
    outcome: 'locked_period',
  },
  {
    wording: 'The document DueDate field must be specified.',
    source: 'waynerobinson/xeroizer#290',
    form: 'xml',
    outcome: 'document_incomplete',
  },
  {
    wording: 'The document DueDate field must be specified',
    source: 'crbnos/carbon#494',
    outcome: 'document_incomplete',
  },
  {
    wording: 'The Date field must be specified.',
    source: 'waynerobinson/xeroizer#290',
    form: 'xml',
    outcome: 'document_incomplete',
  },
  {
    wording: 'Invoice # must be unique.',
    source: 'XeroAPI/Xero-Net#238',
    outcome: 'number_taken',
  },
  {
    wording: 'Invoice not of valid status for modification',
    source: 'XeroAPI/xero-php-oauth2#257',
    form: 'call',
    outcome: 'status_forbids_change',
  },
  {
    wording: 'Invoice not of valid status for modification',
    source: 'waynerobinson/xeroizer#557',
    form: 'xml',
    outcome: 'status_forbids_change',
  },
  {
    wording: 'This document cannot be edited as it has a payment or credit note allocated to it.',
    source: 'XeroAPI/Xero-NetStandard#84',
    outcome: 'status_forbids_change',
  },
  {
    wording: 'This document cannot be edited as it has a payment or credit note allocated to it.',
    source: 'waynerobinson/xeroizer#557',
    form: 'xml',
    outcome: 'status_forbids_change',
  },
  {
    wording: 'This document cannot be edited as it has a payment or credit note allocated to it.',
    source: 'waynerobinson/xeroizer#211',
    outcome: 'status_forbids_change',
  },
  // payments and allocations
  {
    wording: 'Payments can only be made against Authorised documents',
    source: 'XeroAPI/Xero-Net#257',
    outcome: 'status_forbids_change',
  },
  {
    wording: 'Payment amount exceeds the amount outstanding on this document',
    source: 'XeroAPI/Xero-Net#257',
    outcome: 'payment_exceeds_due',
  },
  {
    wording: 'You must specify an Invoice ID or Invoice Number for the payment',
    source: 'XeroAPI/xero-ruby#56',
    form: 'element',
    outcome: 'request_refused',
  },
  {
    wording: 'Only Status accepted for updates.',
    source: 'calcinai/xero-php#250',
    outcome: 'request_refused',
  },
  {
    wording: 'Only Status accepted for updates.',
    source: 'XeroAPI/xero-node#115',
    outcome: 'request_refused',
  },
  {
    wording: 'Credit Note cannot be allocated as amount is greater than amount outstanding',
    source: 'calcinai/xero-php#251',
    outcome: 'credit_exceeds_invoice',
  },
  {
    wording: 'Credit Note cannot be allocated as amount is greater than amount outstanding',
    source: 'waynerobinson/xeroizer#320',
    form: 'xml',
    outcome: 'credit_exceeds_invoice',
  },
  {
    wording: 'The invoice you are trying to allocate to has already been paid off',
    source: 'waynerobinson/xeroizer#320',
    form: 'xml',
    outcome: 'credit_exceeds_invoice',
  },
];
