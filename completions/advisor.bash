# Completion of advisor for bash. Needs nothing but bash itself.

_advisor() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command="" options="" n
  local everywhere="--pack --extends --color --plain --no-plain --width --help"
  local topics="difference duties collaboration workplace hours skills salary outlook progression transition success
    certifications education challenges ai_impact stress choosing freelance technology creativity testimonials source"

  for ((n = 1; n < COMP_CWORD; n++)); do
    case ${COMP_WORDS[n]} in
      --pack | --color | --width | --keys | --history-lines | --format) ((n++)) ;;
      -*) ;;
      *) command=${COMP_WORDS[n]} && break ;;
    esac
  done

  case $before in
    --color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word") && return ;;
    --keys) mapfile -t COMPREPLY < <(compgen -W "emacs vi" -- "$word") && return ;;
    --format) mapfile -t COMPREPLY < <(compgen -W "text markdown json" -- "$word") && return ;;
    --pack) compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$word") && return ;;
    --width | --history-lines) COMPREPLY=() && return ;;
  esac

  case $command in
    "")
      options="$everywhere --version --resume --ghost-text --no-ghost-text --keys --history --no-history
        --history-lines --save-session --no-save-session"
      if [[ $word != -* ]]; then
        options="ask compare compile conflicts topics mcp paths check eval"
      fi
      ;;
    ask | conflicts | topics) options="$everywhere --format --json" ;;
    compare)
      options="$everywhere --format --json"
      if [[ $word != -* ]]; then
        options=$topics
      fi
      ;;
    mcp | paths) options=$everywhere ;;
    check | compile)
      options=$everywhere
      if [[ $word != -* ]]; then
        compopt -o filenames 2> /dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
      fi
      ;;
    eval)
      options="$everywhere --json --failures"
      if [[ $word != -* ]]; then
        compopt -o filenames 2> /dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
      fi
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}

complete -F _advisor advisor
