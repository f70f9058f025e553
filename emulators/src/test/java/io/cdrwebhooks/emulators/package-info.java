/// The emulators tried over real sockets, with the clients that the product and its users have.
package io.cdrwebhooks.emulators;
