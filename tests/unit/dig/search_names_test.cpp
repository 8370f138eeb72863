// The search list.
#include "dig/engine/search_names.hpp"

#include <gmock/gmock.h>

namespace vouch::dig {
namespace {

using testing::ElementsAre;

Request named(const std::string& name) {
  Request request;
  request.name = name;
  request.search = true;
  return request;
}

TEST(SearchNames, come_from_the_last_search_or_domain_line) {
  const SystemRules rules = read_system_rules(
      "nameserver 192.0.2.1\ndomain old.example\nsearch one.example two.example\noptions rotate "
      "ndots:2\n");
  EXPECT_THAT(rules.suffixes, ElementsAre("one.example", "two.example"));
  EXPECT_EQ(rules.dots, 2U);
}

TEST(SearchNames, bound_what_the_system_says) {
  EXPECT_EQ(read_system_rules("options ndots:4000000000\n").dots, 15U);
  EXPECT_EQ(read_system_rules("options ndots:many\n").dots, 1U);
}

TEST(SearchNames, complete_a_name_of_few_dots_before_they_take_it_as_it_is) {
  const SystemRules rules{{"one.example", "."}, 1};
  EXPECT_THAT(search_names(named("www"), rules), ElementsAre("www.one.example", "www.", "www"));
  EXPECT_THAT(search_names(named("www.sub"), rules),
              ElementsAre("www.sub", "www.sub.one.example", "www.sub."));
}

TEST(SearchNames, leave_an_absolute_name_alone) {
  EXPECT_THAT(search_names(named("www."), {{"one.example"}, 1}), ElementsAre("www."));
}

TEST(SearchNames, take_what_the_command_says_before_the_system) {
  Request request = named("www.sub");
  request.suffix = "own.example";
  request.dots = 2;
  EXPECT_THAT(search_names(request, {{"one.example"}, 1}),
              ElementsAre("www.sub.own.example", "www.sub"));
}

}  // namespace
}  // namespace vouch::dig
