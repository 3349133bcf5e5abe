export { baseUrlOf, publicAddressOf, type PublicAddress } from './public-address.js';
