/** A conversation as the visitor of a web chat sees it, and the signs of life on either side. */
@NullMarked
package io.omnigate.core.conversation;

import org.jspecify.annotations.NullMarked;
