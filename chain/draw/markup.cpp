#include "chain/draw/markup.hpp"

namespace vouch::chain {

std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '&': result += "&amp;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += static_cast<unsigned char>(letter) < 0x20 && letter != '\n' ? '?' : letter;
    }
  }
  return result;
}

}  // namespace vouch::chain
