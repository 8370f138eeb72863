#include "vouch/zonefile/reader.hpp"

#include <deque>

#include "vouch/zonefile/complaint.hpp"
#include "vouch/zonefile/directive.hpp"
#include "vouch/zonefile/generate.hpp"
#include "vouch/zonefile/record_parser.hpp"
#include "vouch/zonefile/scanner.hpp"

namespace vouch {

using zonefile::complaint;
using zonefile::DirectiveKind;
using zonefile::Scanned;

namespace {

struct OpenFile {
  OpenFile(zonefile::TextWindow window, std::string_view name, bool is_chosen)
      : scanner(std::move(window)), source(name), is_zone_file(is_chosen) {}

  zonefile::Scanner scanner;
  std::string_view source;
  bool is_zone_file;  ///< chosen by who reads it, or a record or a directive was read
  Name outer_origin;  ///< put back at the end of an included file
  zonefile::OwnerBuffer outer_owner;
};

bool is_utf16(const zonefile::TextWindow& text) {
  if (text.end() - text.begin() < 2) return false;
  const std::string_view mark(text.begin(), 2);
  return mark == "\xff\xfe" || mark == "\xfe\xff";
}

Result<zonefile::TextWindow> window_of(Result<FileReader> file, const ZoneFileOptions& options) {
  if (!file.ok()) return std::move(file).error();
  zonefile::TextWindow window(std::move(*file), options.kernel, options.window_octets);
  if (auto failure = window.take_failure()) return std::move(*failure);
  return window;
}

enum class Step : std::uint8_t { record, nothing, end };

}  // namespace

struct ZoneFileReader::State {
  State(zonefile::TextWindow text, std::string source, ZoneFileOptions given)
      : options(std::move(given)), parser(options) {
    enter(std::move(text), std::move(source));
  }

  Result<bool> read(ParsedRecord& record);
  Result<Step> next_entry(ParsedRecord& record);
  Result<void> follow_directive();
  Result<void> include(const zonefile::IncludeDirective& directive);
  Result<zonefile::TextWindow> load_included(const std::string& path);
  Result<Step> next_generated(ParsedRecord& record);
  void enter(zonefile::TextWindow text, std::string source);
  void leave();
  Error give_up_included(Error error);
  bool is_open(std::string_view source) const;
  Error placed(Error error) const { return std::move(error).at(files.back().source); }

  ZoneFileOptions options;
  bool reads_files = false;         ///< may open what $INCLUDE names
  std::deque<std::string> sources;  ///< every file's name; ParsedRecord and OpenFile view them
  std::vector<OpenFile> files;      ///< innermost last; the outermost stays at the end
  zonefile::RecordParser parser;
  std::span<const Token> tokens;  ///< of the entry in hand
  std::optional<zonefile::Generator> generator;
  std::uint64_t generated = 0;
  std::uint32_t includes = 0;
};

void ZoneFileReader::State::enter(zonefile::TextWindow text, std::string source) {
  sources.push_back(std::move(source));
  files.emplace_back(std::move(text), sources.back(), files.empty());
  files.back().outer_origin = parser.origin();
  parser.owner().forget_text();
  files.back().outer_owner = parser.owner();
}

void ZoneFileReader::State::leave() {
  parser.set_origin(std::move(files.back().outer_origin));
  parser.owner() = files.back().outer_owner;
  files.pop_back();
}

Result<bool> ZoneFileReader::State::read(ParsedRecord& record) {
  while (true) {
    auto step = generator ? next_generated(record) : next_entry(record);
    if (!step.ok()) return give_up_included(placed(std::move(step).error()));
    if (*step == Step::end) return false;
    if (*step == Step::nothing) continue;
    record.source = files.back().source;
    return true;
  }
}

// Who writes a zone file may include what only this process may read, and errors quote. A file that
// does not begin with a record or a directive is taken for no zone file: it is left at once, and
// the error shows nothing of it, not even where a word ends.
Error ZoneFileReader::State::give_up_included(Error error) {
  if (files.back().is_zone_file) return error;
  leave();
  if (error.code == ErrorCode::file_failure) return error;
  Error hidden =
      fail(ErrorCode::bad_syntax,
           "does not begin with a record or a directive, so it is taken for no zone file "
           "and not included; what stands here is not shown, only reading the file by "
           "itself shows it");
  hidden.where = std::move(error.where);
  hidden.where.column = 0;
  return hidden;
}

Result<Step> ZoneFileReader::State::next_entry(ParsedRecord& record) {
  OpenFile& file = files.back();
  switch (file.scanner.next_entry()) {
    case Scanned::end:
      if (files.size() == 1) return Step::end;
      leave();
      return Step::nothing;
    case Scanned::broken:
      if (!file.scanner.begins_with_blank()) parser.take_broken_owner(file.scanner.broken_word());
      return std::move(file.scanner.error());
    case Scanned::entry: break;
  }
  tokens = file.scanner.tokens();
  const Token& first = tokens.front();
  if (!file.scanner.begins_with_blank() && !first.quoted && first.text.front() == '$') {
    VOUCH_CHECK(follow_directive());
    return Step::nothing;
  }
  VOUCH_CHECK(parser.read(tokens, file.scanner.begins_with_blank(), record));
  file.is_zone_file = true;
  record.line = file.scanner.entry_line();
  return Step::record;
}

Result<void> ZoneFileReader::State::follow_directive() {
  VOUCH_TRY(const DirectiveKind kind, zonefile::directive_of(tokens.front()));
  switch (kind) {
    case DirectiveKind::origin: {
      VOUCH_TRY(Name origin, zonefile::read_origin(tokens, parser.origin()));
      files.back().is_zone_file = true;
      parser.set_origin(std::move(origin));
      break;
    }
    case DirectiveKind::ttl: {
      VOUCH_TRY(const Ttl ttl, zonefile::read_default_ttl(tokens));
      files.back().is_zone_file = true;
      parser.set_default_ttl(ttl);
      break;
    }
    case DirectiveKind::include: {
      VOUCH_TRY(const zonefile::IncludeDirective directive,
                zonefile::read_include(tokens, parser.origin()));
      files.back().is_zone_file = true;
      VOUCH_CHECK(include(directive));
      break;
    }
    case DirectiveKind::generate: {
      VOUCH_TRY(generator,
                zonefile::Generator::read(tokens, parser, options.max_generated - generated));
      files.back().is_zone_file = true;
      generated += generator->left();
      break;
    }
  }
  return {};
}

Result<Step> ZoneFileReader::State::next_generated(ParsedRecord& record) {
  if (generator->done()) {
    generator.reset();
    return Step::nothing;
  }
  VOUCH_CHECK(generator->next(parser, record));
  return Step::record;
}

Result<zonefile::TextWindow> ZoneFileReader::State::load_included(const std::string& path) {
  if (options.load_include) {
    VOUCH_TRY(std::string text, options.load_include(path));
    return zonefile::TextWindow(std::move(text), options.kernel, options.window_octets);
  }
  return window_of(FileReader::open_regular(path), options);
}

Result<void> ZoneFileReader::State::include(const zonefile::IncludeDirective& directive) {
  const Token& where = tokens[1];
  const std::string path = zonefile::resolve_include(files.back().source, directive.path);
  if (!options.load_include && !reads_files)
    return complaint(ErrorCode::bad_syntax, where, ": $INCLUDE is not allowed here");
  if (is_open(path)) return complaint(ErrorCode::bad_syntax, where, " includes itself");
  if (files.size() > options.max_include_depth) {
    return complaint(
        ErrorCode::limit_reached, where,
        " is included more than " + std::to_string(options.max_include_depth) + " files deep");
  }
  if (includes == options.max_includes) {
    return complaint(
        ErrorCode::limit_reached, where,
        " is one included file more than the " + std::to_string(includes) + " allowed");
  }
  auto text = load_included(path);
  if (!text.ok())
    return complaint(text.error().code, where, " can't be included: " + text.error().message());
  if (is_utf16(*text))
    return complaint(ErrorCode::bad_syntax, where, " is written in UTF-16; save it as UTF-8");
  ++includes;
  enter(std::move(*text), path);
  if (directive.origin) parser.set_origin(*directive.origin);
  return {};
}

bool ZoneFileReader::State::is_open(std::string_view source) const {
  for (const OpenFile& file : files) {
    if (file.source == source) return true;
  }
  return false;
}

ZoneFileReader::ZoneFileReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZoneFileReader::ZoneFileReader(ZoneFileReader&&) noexcept = default;
ZoneFileReader& ZoneFileReader::operator=(ZoneFileReader&&) noexcept = default;
ZoneFileReader::~ZoneFileReader() = default;

Result<ZoneFileReader> ZoneFileReader::open(const std::string& path, ZoneFileOptions options) {
  VOUCH_TRY(zonefile::TextWindow text, window_of(FileReader::open(path), options));
  if (is_utf16(text))
    return fail(ErrorCode::bad_syntax, "is written in UTF-16; save it as UTF-8").at(path, 1, 1);
  auto state = std::make_unique<State>(std::move(text), path, std::move(options));
  state->reads_files = true;
  return ZoneFileReader(std::move(state));
}

ZoneFileReader ZoneFileReader::from_text(std::string text, std::string source,
                                         ZoneFileOptions options) {
  zonefile::TextWindow window(std::move(text), options.kernel, options.window_octets);
  return ZoneFileReader(
      std::make_unique<State>(std::move(window), std::move(source), std::move(options)));
}

Result<bool> ZoneFileReader::read(ParsedRecord& record) { return state_->read(record); }

Result<std::optional<ParsedRecord>> ZoneFileReader::next() {
  ParsedRecord record;
  VOUCH_TRY(const bool found, state_->read(record));
  return found ? std::optional<ParsedRecord>(record) : std::nullopt;
}

std::uint64_t ZoneFileReader::octets_done() const { return state_->files.front().scanner.offset(); }
std::uint64_t ZoneFileReader::octets_total() const { return state_->files.front().scanner.total(); }
const Name& ZoneFileReader::origin() const { return state_->parser.origin(); }

ParsedFile read_all(ZoneFileReader& reader, std::size_t max_errors) {
  ParsedFile file;
  while (true) {
    auto next = reader.next();
    if (!next.ok()) {
      file.errors.push_back(std::move(next).error());
      if (file.errors.size() >= max_errors) return file;
      continue;
    }
    if (!next->has_value()) return file;
    file.records.push_back((*next)->to_record());
  }
}

}  // namespace vouch
