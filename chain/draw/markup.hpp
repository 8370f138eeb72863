// Text in SVG and HTML: what came from outside must not become markup.
#pragma once

#include <string>
#include <string_view>

namespace vouch::chain {

/// The text with `<`, `>`, `&` and quotes escaped, and control characters replaced.
std::string escaped(std::string_view text);

}  // namespace vouch::chain
