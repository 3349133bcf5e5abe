export { createAddressGuard, isRefusalOfAddress, type AddressGuard, type Agents } from './address-guard.js';
