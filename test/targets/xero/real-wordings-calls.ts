import type { RealWording } from './real-wording.ts';

/** About the call: what it names, who may, how it is written, and faults of Xero itself. */
export const callWordings: readonly RealWording[] = [
  // what is not there, and who may not
  {
    wording: "The resource you're looking for cannot be found",
    source: 'XeroAPI/Xero-OpenAPI#163',
    form: 'plain',
    status: 404,
    outcome: 'record_gone',
  },
  {
    wording: 'The document with the supplied id was not found for this endpoint.',
    source: 'XeroAPI/xero-ruby#42',
    form: 'call',
    outcome: 'record_gone',
  },
  {
    wording: 'You have reached the limit of invoices you can approve.',
    source: 'XeroAPI/xero-node#548',
    outcome: 'organisation_not_usable',
  },
  {
    wording: 'A currency code must be provided.',
    source: 'XeroAPI/Xero-Java#141',
    outcome: 'document_incomplete',
  },
  {
    wording:
      'You are not permitted to access this resource without the reporting role or higher privileges',
    source: 'calcinai/xero-php#632',
    outcome: 'permission_missing',
  },
  {
    wording: 'AuthenticationUnsuccessful',
    source: 'dcblogdev/laravel-xero#40',
    form: 'problem',
    status: 403,
    outcome: 'not_allowed',
  },
  {
    wording: 'AuthenticationUnsuccessful',
    source: 'NangoHQ/nango#203',
    form: 'problem',
    status: 403,
    outcome: 'not_allowed',
  },
  {
    wording: 'AuthorizationUnsuccessful',
    source: 'XeroAPI/Xero-NetStandard#298',
    form: 'problem',
    status: 401,
    outcome: 'not_allowed',
  },
  // the form of the request
  {
    wording: 'JSON request body could not be read, Error',
    source: 'XeroAPI/xero-php-oauth2#205',
    form: 'text',
    outcome: 'request_refused',
  },
  {
    wording:
      'No data has been processed for this endpoint. This endpoint is expecting Invoice data to be specifed in the request body.',
    source: 'freakboy3742/pyxero#270',
    form: 'text',
    outcome: 'request_refused',
  },
  {
    wording:
      "The element 'HasValidationErrors' was not recognised. Ensure the element name has the correct case and that there are no duplicate elements of the same name.",
    source: 'freakboy3742/pyxero#105',
    form: 'text',
    outcome: 'request_refused',
  },
  {
    wording:
      "The element 'HasAccount' was not recognised. Ensure the element name has the correct case and that there are no duplicate elements of the same name.",
    source: 'freakboy3742/pyxero#306',
    form: 'text',
    outcome: 'request_refused',
  },
  {
    wording:
      "The element 'Amount' was not recognised. Ensure the element name has the correct case and that there are no duplicate elements of the same name.",
    source: 'XeroAPI/Xero-Net#267',
    outcome: 'request_refused',
  },
  {
    wording:
      "The element 'StatusAttributeString' was not recognised. Ensure the element name has the correct case and that there are no duplicate elements of the same name.",
    source: 'XeroAPI/Xero-Net#257',
    outcome: 'request_refused',
  },
  {
    wording:
      "Xml for post data was invalid, '', hexadecimal value 0x02, is an invalid character. Line 149, position 251.",
    source: 'calcinai/xero-php#832',
    outcome: 'request_refused',
  },
  {
    wording:
      'Xml for post data was invalid, There are multiple root elements. Line 1, position 1623.',
    source: 'freakboy3742/pyxero#162',
    form: 'text',
    outcome: 'request_refused',
  },
  {
    wording:
      "Instance validation error: '0' is not a valid value for global::Xero.API.Library.DataContracts.LineAmountType",
    source: 'calcinai/xero-php#28',
    outcome: 'request_refused',
  },
  {
    wording: "The string '2017-12-14 00:00:00' is not a valid AllXsd value.",
    source: 'freakboy3742/pyxero#214',
    form: 'text',
    outcome: 'request_refused',
  },
  {
    wording: 'Unrecognized Guid format.',
    source: 'waynerobinson/xeroizer#159',
    form: 'xml',
    outcome: 'request_refused',
  },
  {
    wording: 'Input string was not in a correct format.',
    source: 'freakboy3742/pyxero#255',
    form: 'text',
    outcome: 'request_refused',
  },
  {
    wording: 'Invoice not of valid type for creation',
    source: 'freakboy3742/pyxero#129',
    form: 'call',
    outcome: 'request_refused',
  },
  // what passes
  {
    wording:
      'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status. Contact the API support team at api@xero.com for more assistance.',
    source: 'XeroAPI/xero-node#491',
    form: 'element',
    outcome: 'tried_again',
  },
  {
    wording:
      'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status. Contact the API support team at api@xero.com for more assistance',
    source: 'calcinai/xero-php#111',
    outcome: 'tried_again',
  },
  {
    wording:
      'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status. Contact the API support team at api@xero.com for more assistance',
    source: 'calcinai/xero-php#386',
    outcome: 'tried_again',
  },
  {
    wording:
      'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status. Contact the API support team at api@xero.com for more assistance.',
    source: 'waynerobinson/xeroizer#408',
    form: 'xml',
    status: 500,
    outcome: 'tried_again',
  },
  {
    wording:
      'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status.',
    source: 'XeroAPI/xero-node#510',
    form: 'problem',
    status: 500,
    outcome: 'tried_again',
  },
  {
    wording: 'Organisation Offline',
    source: 'waynerobinson/xeroizer#293',
    form: 'plain',
    status: 503,
    outcome: 'tried_again',
  },
  {
    wording: 'please wait before retrying the xero api',
    source: 'freakboy3742/pyxero#323',
    form: 'plain',
    status: 429,
    outcome: 'tried_again',
  },
];
