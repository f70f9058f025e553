/// What support staff can prove about a delivery: the links and who followed them, its copies, and
/// the headers of the receiver's answers.
@NullMarked
package io.cdrwebhooks.trace;

import org.jspecify.annotations.NullMarked;
