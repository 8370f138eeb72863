#include "vouch/iana/registry.hpp"

#include <array>
#include <charconv>

#include "vouch/base/ascii.hpp"

namespace vouch {
namespace {

struct Entry {
  std::uint16_t code;
  std::string_view text;
};

constexpr Entry classes[] = {
#define VOUCH_CLASS(mnemonic, code, reference) {code, #mnemonic},
#include "vouch/iana/classes.def"
#undef VOUCH_CLASS
};

constexpr Entry rcodes[] = {
#define VOUCH_RCODE(mnemonic, code, reference) {code, #mnemonic},
#include "vouch/iana/rcodes.def"
#undef VOUCH_RCODE
};

constexpr Entry opcodes[] = {
#define VOUCH_OPCODE(mnemonic, code, reference) {code, #mnemonic},
#include "vouch/iana/opcodes.def"
#undef VOUCH_OPCODE
};

constexpr Entry extended_errors[] = {
#define VOUCH_EDE(id, code, purpose) {code, purpose},
#include "vouch/iana/extended_errors.def"
#undef VOUCH_EDE
};

constexpr Entry edns_options[] = {
#define VOUCH_EDNS_OPTION(id, text, code, reference) {code, text},
#include "vouch/iana/edns_options.def"
#undef VOUCH_EDNS_OPTION
};

constexpr AlgorithmRow algorithms[] = {
#define VOUCH_ALGORITHM(mnemonic, code, sign, validate, key_octets, signature_octets, reference) \
  {Algorithm::mnemonic, #mnemonic,        Advice::sign, Advice::validate,                        \
   key_octets,          signature_octets, reference},
#include "vouch/iana/algorithms.def"
#undef VOUCH_ALGORITHM
};

constexpr DigestRow digests[] = {
#define VOUCH_DIGEST(mnemonic, text, code, delegate, validate, octets, reference) \
  {DigestType::mnemonic, text, Advice::delegate, Advice::validate, octets, reference},
#include "vouch/iana/digest_types.def"
#undef VOUCH_DIGEST
};

template <std::size_t count>
std::string text_in(const Entry (&table)[count], unsigned code, std::string_view prefix) {
  for (const Entry& entry : table) {
    if (entry.code == code) return std::string(entry.text);
  }
  return std::string(prefix) + std::to_string(code);
}

std::optional<std::uint16_t> number(std::string_view text, unsigned max) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value > max)
    return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

template <std::size_t count>
std::optional<std::uint16_t> code_in(const Entry (&table)[count], std::string_view text,
                                     std::string_view prefix, unsigned max) {
  for (const Entry& entry : table) {
    if (equal_ignoring_case(entry.text, text)) return entry.code;
  }
  if (text.size() <= prefix.size() || !equal_ignoring_case(text.substr(0, prefix.size()), prefix))
    return std::nullopt;
  return number(text.substr(prefix.size()), max);
}

}  // namespace

const AlgorithmRow* row_of(Algorithm algorithm) {
  for (const AlgorithmRow& row : algorithms) {
    if (row.algorithm == algorithm) return &row;
  }
  return nullptr;
}

const DigestRow* row_of(DigestType type) {
  for (const DigestRow& row : digests) {
    if (row.type == type) return &row;
  }
  return nullptr;
}

std::string text(RRClass rrclass) {
  return text_in(classes, static_cast<unsigned>(rrclass), "CLASS");
}
std::string text(Rcode rcode) { return text_in(rcodes, static_cast<unsigned>(rcode), "RCODE"); }
std::string text(Opcode opcode) {
  return text_in(opcodes, static_cast<unsigned>(opcode), "OPCODE");
}
std::string text(ExtendedErrorCode code) {
  return text_in(extended_errors, static_cast<unsigned>(code), "");
}
std::string text(EdnsOptionCode code) {
  return text_in(edns_options, static_cast<unsigned>(code), "OPT=");
}

std::string text(Algorithm algorithm) {
  const AlgorithmRow* row = row_of(algorithm);
  return row != nullptr ? std::string(row->mnemonic)
                        : std::to_string(static_cast<unsigned>(algorithm));
}

std::string text(DigestType type) {
  const DigestRow* row = row_of(type);
  return row != nullptr ? std::string(row->text) : std::to_string(static_cast<unsigned>(type));
}

std::optional<RRClass> parse_class(std::string_view text) {
  const auto code = code_in(classes, text, "CLASS", 0xffff);
  if (!code) return std::nullopt;
  return static_cast<RRClass>(*code);
}

std::optional<Rcode> parse_rcode(std::string_view text) {
  const auto code = code_in(rcodes, text, "RCODE", 0xfff);
  if (!code) return std::nullopt;
  return static_cast<Rcode>(*code);
}

std::optional<Opcode> parse_opcode(std::string_view text) {
  const auto code = code_in(opcodes, text, "OPCODE", 15);
  if (!code) return std::nullopt;
  return static_cast<Opcode>(*code);
}

// Numbers are tried first: zone files have hardly anything else.
std::optional<Algorithm> parse_algorithm(std::string_view text) {
  if (const auto code = number(text, 0xff); code) return static_cast<Algorithm>(*code);
  for (const AlgorithmRow& row : algorithms) {
    if (equal_ignoring_case(row.mnemonic, text)) return row.algorithm;
  }
  return std::nullopt;
}

std::optional<DigestType> parse_digest_type(std::string_view text) {
  if (const auto code = number(text, 0xff); code) return static_cast<DigestType>(*code);
  for (const DigestRow& row : digests) {
    std::string joined(row.text);
    std::erase(joined, '-');
    if (equal_ignoring_case(row.text, text) || equal_ignoring_case(joined, text)) return row.type;
  }
  return std::nullopt;
}

}  // namespace vouch
