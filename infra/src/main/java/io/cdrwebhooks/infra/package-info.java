/// The deployment to AWS: a stack of what stays and one of the service, one construct per step that
/// a report takes. Knows the functions only by the paths of their packages.
@NullMarked
package io.cdrwebhooks.infra;

import org.jspecify.annotations.NullMarked;
