/** Posted forms with files, from memory or from the disk. */
@NullMarked
package io.omnigate.channels.upload;

import org.jspecify.annotations.NullMarked;
