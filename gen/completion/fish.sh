# Completion for NAME in fish. To try it: NAME completion fish | source
function __FUNC_complete
	set -l words (commandline -opc)
	set -l last (commandline -ct)
	for line in ($words[1] __complete $words[2..] "$last" 2>/dev/null)
		switch $line
			case :dirs
				__fish_complete_directories "$last"
			case :files
				__fish_complete_path "$last"
			case '*'
				printf '%s\n' $line
		end
	end
end
complete -c NAME -f -a '(__FUNC_complete)'
