#include "vouch/crypto/private_text.hpp"

#include <algorithm>
#include <charconv>

#include "vouch/base/encoding.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_lines = 100;

Error bad_line(std::uint32_t line, std::string detail) {
  return fail(ErrorCode::bad_key, std::move(detail)).at("", line);
}

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), fits);
}

Result<std::vector<PrivateLine>> split(std::string_view text) {
  std::vector<PrivateLine> lines;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_name(line.substr(0, colon)))
      return bad_line(number, "is no line of the form `Name: value`");
    if (lines.size() == max_lines) return bad_line(number, "a .private file has not so many lines");
    lines.push_back({line.substr(0, colon), trimmed(line.substr(colon + 1)), number});
  }
  return lines;
}

// `13 (ECDSAP256SHA256)`, or the number alone.
Result<Algorithm> algorithm_of(const PrivateLine& line) {
  unsigned number = 0;
  const char* end = line.value.data() + line.value.size();
  const auto [at, problem] = std::from_chars(line.value.data(), end, number);
  if (problem != std::errc() || number > 255 || (at != end && *at != ' '))
    return bad_line(line.line, "the algorithm is no number of 0 to 255");
  return static_cast<Algorithm>(number);
}

Result<void> check_names(const std::vector<PrivateLine>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (lines[i].name == lines[j].name)
        return bad_line(lines[i].line,
                        std::string(lines[i].name) + " stands here for the second time");
    }
  }
  return {};
}

}  // namespace

Result<PrivateText> PrivateText::read(std::string_view text) {
  PrivateText parsed;
  VOUCH_TRY(parsed.lines, split(text));
  VOUCH_CHECK(check_names(parsed.lines));
  const PrivateLine* version = parsed.find("Private-key-format");
  if (version == nullptr || version != &parsed.lines.front())
    return bad_line(
        1, "is no private key of BIND's format, which begins with `Private-key-format: v1.3`");
  if (version->value != "v1.3" && version->value != "v1.2")
    return bad_line(version->line, "the private key format is not v1.2 or v1.3");
  const PrivateLine* algorithm = parsed.find("Algorithm");
  if (algorithm == nullptr) return bad_line(version->line, "the line `Algorithm:` is missing");
  VOUCH_TRY(parsed.algorithm, algorithm_of(*algorithm));
  std::erase_if(parsed.lines, [](const PrivateLine& line) {
    return line.name == "Private-key-format" || line.name == "Algorithm";
  });
  return parsed;
}

const PrivateLine* PrivateText::find(std::string_view name) const {
  const auto at = std::find_if(lines.begin(), lines.end(),
                               [&](const PrivateLine& line) { return line.name == name; });
  return at == lines.end() ? nullptr : &*at;
}

Result<Secret> PrivateText::secret(std::string_view name) const {
  const PrivateLine* line = find(name);
  if (line == nullptr)
    return fail(ErrorCode::bad_key, "the line `" + std::string(name) + ":` is missing");
  auto octets = base64_octets(line->value);
  if (!octets.ok()) return bad_line(line->line, std::string(name) + " is no base64 text");
  if (octets->empty()) return bad_line(line->line, std::string(name) + " is empty");
  return Secret(std::move(*octets));
}

bool PrivateText::is_key_part(std::string_view name) {
  return name == secret_line_name || name == label_line_name || name == engine_line_name ||
         std::find(std::begin(rsa_line_names), std::end(rsa_line_names), name) !=
             std::end(rsa_line_names);
}

}  // namespace vouch
