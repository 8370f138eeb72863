#include "vouch/name/name_key.hpp"

#include "vouch/base/ascii.hpp"
#include "vouch/name/label_index.hpp"

namespace vouch {

NameKey::NameKey(NameView name) {
  const LabelIndex index(name);
  key_.reserve(name.size());
  for (std::size_t i = index.count(); i > 0; --i) {
    for (const std::uint8_t octet : index.label(i - 1)) {
      if (octet <= 1) {
        key_ += '\x01';
        key_ += static_cast<char>(octet + 1);
      } else {
        key_ += static_cast<char>(lower_ascii(octet));
      }
    }
    key_ += '\0';
  }
}

}  // namespace vouch
