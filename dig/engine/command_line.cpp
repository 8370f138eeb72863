#include "dig/engine/command_line.hpp"

#include <algorithm>
#include <charconv>

#include "dig/engine/plus_options.hpp"
#include "dig/engine/reverse_name.hpp"

namespace vouch::dig {
namespace {

class Reader {
 public:
  explicit Reader(CommandLine& line) : line_(line) {}

  Result<void> read(std::span<const std::string> words);
  void finish();
  void share_display();

 private:
  Request& current() { return line_.requests.empty() ? defaults_ : line_.requests.back(); }
  Request& begin(std::string name);
  Result<void> read_word(const std::string& word);
  Result<void> read_dash(const std::string& word, std::span<const std::string>& rest);
  Result<void> with_value(char letter, const std::string& value);
  bool read_type(const std::string& word);

  CommandLine& line_;
  Request defaults_;
};

Request& Reader::begin(std::string name) {
  // A type that came before any name is the first name's.
  Request request = defaults_;
  if (line_.requests.empty()) {
    defaults_.type = RRType::A;
    defaults_.has_type = false;
  }
  request.name = std::move(name);
  request.has_name = true;
  line_.requests.push_back(std::move(request));
  return line_.requests.back();
}

bool Reader::read_type(const std::string& word) {
  Request& request = current();
  std::string upper(word);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  if (upper.starts_with("IXFR=")) {
    request.type = RRType::IXFR;
    request.has_type = request.tcp = true;
    const char* const end = upper.data() + upper.size();
    return std::from_chars(upper.data() + 5, end, request.serial).ptr == end;
  }
  if (const auto type = parse_type(word)) {
    request.type = *type;
    request.has_type = true;
    // Large answers, and none that should go to somebody who did not ask (RFC 8482 section 7).
    if (*type == RRType::AXFR || *type == RRType::IXFR || *type == RRType::ANY) request.tcp = true;
    return true;
  }
  if (const auto rrclass = parse_class(word)) {
    request.rrclass = *rrclass;
    return true;
  }
  return false;
}

Result<void> Reader::read_word(const std::string& word) {
  if (word.starts_with('@')) {
    // Before a name it is for every name that follows.
    current().server = word.substr(1);
    current().server_for_all = line_.requests.empty();
    if (!line_.requests.empty()) defaults_.server = word.substr(1);
    return {};
  }
  if (word.starts_with('+')) return apply_plus_option(word.substr(1), current(), line_.notes);
  if (!read_type(word)) begin(word);
  return {};
}

Result<std::uint16_t> read_port(const std::string& value) {
  std::uint16_t port = 0;
  const char* const end = value.data() + value.size();
  const auto [after, error] = std::from_chars(value.data(), end, port);
  if (error == std::errc() && after == end && port != 0) return port;
  const char* const why =
      error == std::errc::invalid_argument || after != end ? "not a valid number" : "out of range";
  return fail(ErrorCode::bad_address,
              "invalid port number '" + value + "': " + why + "\ndig: Couldn't parse port number");
}

Result<void> Reader::with_value(char letter, const std::string& value) {
  switch (letter) {
    case 'p': {
      VOUCH_TRY(current().port, read_port(value));
      defaults_.port = current().port;
      return {};
    }
    case 'q': begin(value); return {};
    case 'x': {
      Request& request = begin(value);
      request.is_reverse = true;
      if (!request.has_type) request.type = RRType::PTR;
      return {};
    }
    case 't':
      if (!read_type(value)) line_.notes.push_back("Warning, ignoring invalid type " + value);
      return {};
    case 'c': {
      const auto rrclass = parse_class(value);
      if (!rrclass) line_.notes.push_back("Warning, ignoring invalid class " + value);
      current().rrclass = rrclass.value_or(current().rrclass);
      return {};
    }
    case 'b': current().source = defaults_.source = value; return {};
    case 'f': line_.batch = value; return {};
    case 'a': current().anchors = defaults_.anchors = value; return {};
    default:
      return fail(ErrorCode::bad_usage,
                  std::string("-") + letter + " (TSIG) is not offered by this release");
  }
}

Result<void> Reader::read_dash(const std::string& word, std::span<const std::string>& rest) {
  if (word == "--help") {
    line_.help = true;
    return {};
  }
  switch (word[1]) {
    case '4': current().only_v4 = defaults_.only_v4 = true; return {};
    case '6': current().only_v6 = defaults_.only_v6 = true; return {};
    case 'h': line_.help = true; return {};
    case 'v': line_.version = true; return {};
    case 'r':
    case 'i': return {};  // since IP6.INT is gone, -x is always for IP6.ARPA
    case 'u': current().display.microseconds = defaults_.display.microseconds = true; return {};
    case 'm': return fail(ErrorCode::bad_usage, "-m is not offered by this release");
    default: break;
  }
  static constexpr std::string_view letters = "pqxtcbfaky";
  if (letters.find(word[1]) == std::string_view::npos)
    return fail(ErrorCode::bad_usage, "Invalid option: " + word);
  if (word.size() > 2) return with_value(word[1], word.substr(2));
  if (rest.empty())
    return fail(ErrorCode::bad_usage, "-" + std::string(1, word[1]) + " requires an argument");
  const std::string value = rest.front();
  rest = rest.subspan(1);
  return with_value(word[1], value);
}

Result<void> Reader::read(std::span<const std::string> words) {
  while (!words.empty()) {
    const std::string word = words.front();
    words = words.subspan(1);
    if (word.size() > 1 && word[0] == '-') {
      VOUCH_CHECK(read_dash(word, words));
    } else if (!word.empty()) {
      VOUCH_CHECK(read_word(word));
    }
  }
  return {};
}

// As with dig, +short and +cmd are for the whole line, wherever they stand.
void Reader::share_display() {
  for (const Request& each : line_.requests) {
    defaults_.display.command = defaults_.display.command && each.display.command;
    defaults_.display.brief = defaults_.display.brief || each.display.brief;
  }
  for (Request& each : line_.requests) {
    each.display.command = defaults_.display.command;
    each.display.brief = defaults_.display.brief;
  }
}

void Reader::finish() {
  if (!line_.requests.empty()) return share_display();
  Request request = defaults_;
  if (!request.has_type) request.type = RRType::NS;
  line_.requests.push_back(std::move(request));
}

}  // namespace

Result<CommandLine> read_command_line(std::span<const std::string> arguments,
                                      std::span<const std::string> settings) {
  CommandLine line;
  Reader reader(line);
  VOUCH_CHECK(reader.read(settings));
  VOUCH_CHECK(reader.read(arguments));
  const auto has_both = [](const Request& each) { return each.only_v4 && each.only_v6; };
  if (std::any_of(line.requests.begin(), line.requests.end(), has_both))
    return fail(ErrorCode::bad_usage, "only one of -4 and -6 allowed");
  if (line.batch.empty()) reader.finish();
  return line;
}

std::vector<std::string> words_for_all(std::span<const std::string> arguments) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "-f") {
      ++i;
    } else if (!word.starts_with("-f")) {
      words.push_back(word);
    }
  }
  return words;
}

bool refuses_settings(std::span<const std::string> arguments) {
  return std::find(arguments.begin(), arguments.end(), "-r") != arguments.end();
}

std::vector<std::string> words_of_line(std::string_view line) {
  std::vector<std::string> words;
  const bool is_comment = !line.empty() && (line[0] == '#' || line[0] == ';');
  while (!is_comment) {
    const std::size_t begin = line.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t\r\n", begin), line.size());
    words.emplace_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
  return words;
}

Result<Name> name_of(const Request& request) {
  if (request.is_reverse) return reverse_name(request.name);
  return Name::parse(request.name);
}

std::string usage() {
  return "Usage: dig [@SERVER] [NAME | -x ADDRESS] [TYPE] [CLASS] [+OPTION]... [NAME ...]\n"
         "Options after a name are for that name; those before the first are for all.\n\n"
         "  -p PORT  -b ADDRESS  -4  -6      how the server is asked\n"
         "  -t TYPE  -c CLASS  -q NAME       what is asked for\n"
         "  -f FILE                          a query a line      -r   without ~/.digrc\n"
         "  +short +multiline +noall +answer +nostats            what is printed, and how\n"
         "  +dnssec +cd +norecurse +tcp +bufsize=N +nsid         what is sent\n"
         "  +trace                           from the root down, referral by referral\n"
         "  +validate +sigchase +anchor=FILE +roothints=FILE     the proof, checked here\n"
         "  +json                            for programs\n\n"
         "vouch-dig(1) has all of them.\n";
}

}  // namespace vouch::dig
