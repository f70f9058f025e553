/// Code that the tests of several modules share.
package io.cdrwebhooks.testing;
