#include "vouch/base/error.hpp"

namespace vouch {

std::string_view mnemonic(ErrorCode code) {
  switch (code) {
#define VOUCH_ERROR(id, sentence) \
  case ErrorCode::id:             \
    return #id;
#include "vouch/base/errors.def"
#undef VOUCH_ERROR
  }
  return "unknown";
}

std::string_view sentence(ErrorCode code) {
  switch (code) {
#define VOUCH_ERROR(id, sentence) \
  case ErrorCode::id:             \
    return sentence;
#include "vouch/base/errors.def"
#undef VOUCH_ERROR
  }
  return "unknown error";
}

std::string Error::message() const {
  std::string text;
  if (!where.source.empty()) {
    text += where.source;
    if (where.line != 0) text += ':' + std::to_string(where.line);
    if (where.line != 0 && where.column != 0) text += ':' + std::to_string(where.column);
    text += ": ";
  } else if (where.line != 0) {
    text += "line " + std::to_string(where.line);
    if (where.column != 0) text += ", column " + std::to_string(where.column);
    text += ": ";
  }
  text += detail.empty() ? std::string(sentence(code)) : detail;
  if (where.offset != Place::npos) text += " (at octet " + std::to_string(where.offset) + ")";
  return text;
}

Error Error::at(std::string_view source, std::uint32_t line, std::uint32_t column) && {
  if (where.source.empty()) where.source = source;
  if (where.line == 0) {
    where.line = line;
    where.column = column;
  }
  return std::move(*this);
}

}  // namespace vouch
