/** Failures as callers see them: what is wrong, what to do, whether to try again. */
@NullMarked
package io.omnigate.core.error;

import org.jspecify.annotations.NullMarked;
