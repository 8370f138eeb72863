# Completion of vouch for bash. Subcommands and options are read from the program's own help, so that this file need not
# know them.

_vouch() {
  local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} help words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=$("$program" help 2> /dev/null | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$words help --help --version" -- "$word")
    return
  fi
  local -a subcommand=("${COMP_WORDS[1]}")
  if [ "${COMP_WORDS[1]}" = zone ]; then
    if [ "$COMP_CWORD" -eq 2 ]; then
      mapfile -t COMPREPLY < <(compgen -W "convert diff check --help" -- "$word")
      return
    fi
    subcommand+=("${COMP_WORDS[2]}")
  fi
  help=$("$program" "${subcommand[@]}" --help 2> /dev/null)
  case $word in
    -*) words=$(grep -oE -- '--[a-z][a-z0-9-]*' <<< "$help" | sort -u) ;;
    +*) words=$(grep -oE -- '\+[a-z]+' <<< "$help" | sort -u) ;;
    *)
      # The words that the option before takes stand in its help as this|that.
      words=$(grep -E -- "^ +$before [a-z0-9]+\|" <<< "$help" | grep -oE '[a-z0-9]+(\|[a-z0-9]+)+' | tr '|' ' ')
      if [ -z "$words" ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
      fi
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -o filenames -F _vouch vouch
