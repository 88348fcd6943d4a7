# Completion of advisor for fish.

set -l commands ask compare compile conflicts topics mcp paths check eval
set -l topics difference duties collaboration workplace hours skills salary outlook progression transition success \
    certifications education challenges ai_impact stress choosing freelance technology creativity testimonials source

complete -c advisor -f

complete -c advisor -l pack -x -a '(__fish_complete_directories)' -d 'use the knowledge in a folder'
complete -c advisor -l extends -d 'the folder is an overlay on the bundled knowledge'
complete -c advisor -l color -x -a 'auto always never' -d colours
complete -c advisor -l plain -d 'text only, for screen readers and logs'
complete -c advisor -l no-plain -d 'not only text'
complete -c advisor -l width -x -d 'columns of the longest line'
complete -c advisor -l help -d 'the options'

complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l version -d 'the version'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l resume -d 'go on with the last talk'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l ghost-text -d 'propose the rest of a line'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l no-ghost-text -d 'propose nothing'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l keys -x -a 'emacs vi' -d 'keys for editing the line'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l history -d 'read and keep the lines of talks'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l no-history -d 'neither read nor keep them'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l history-lines -x -d 'how many lines are kept'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l save-session -d 'keep the talk'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -l no-save-session -d 'do not keep the talk'

complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a ask -d 'answer a question'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a compare -d 'put the careers side by side'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a compile -d 'write a pack in the form that is ready at once'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a conflicts -d 'where the source contradicts itself'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a topics -d 'list the topics'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a mcp -d 'serve assistants'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a paths -d 'where files are kept'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a check -d 'check a pack of knowledge'
complete -c advisor -n "not __fish_seen_subcommand_from $commands" -a eval -d 'measure on labelled messages'

complete -c advisor -n '__fish_seen_subcommand_from ask compare conflicts topics' -l format -x -a 'text markdown json' -d 'how to print'
complete -c advisor -n '__fish_seen_subcommand_from ask compare conflicts topics eval' -l json -d 'print JSON'
complete -c advisor -n '__fish_seen_subcommand_from compare' -a "$topics" -d topic
complete -c advisor -n '__fish_seen_subcommand_from check compile' -a '(__fish_complete_directories)'
complete -c advisor -n '__fish_seen_subcommand_from eval' -F
complete -c advisor -n '__fish_seen_subcommand_from eval' -l failures -d 'tell each failure'
