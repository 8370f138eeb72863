// Which known word was most probably meant by one that is not known, for error messages that help.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::daemon {

/// The known word with the fewest changed, missing, added or swapped letters, case ignored; nothing
/// where more than a third of the letters would have to change.
std::optional<std::string> nearest_word(std::string_view word,
                                        const std::vector<std::string>& known);

}  // namespace vouch::daemon
