-- Opens the file that is named by FILE, waits for its findings, applies the fix that is offered, and writes the file.
-- The server is started by the recipe in docs/editors.md: nvim --headless -u RECIPE -S neovim.lua (Neovim 0.7 and later)
local function fail(message)
  io.stderr:write(message .. '\n')
  vim.cmd('cquit 1')
end

vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.FILE))
local buffer = vim.api.nvim_get_current_buf()
local function diagnostics()
  return vim.diagnostic.get(buffer)
end
if not vim.wait(30000, function() return #diagnostics() > 0 end, 50) then
  fail('no findings came')
end
local found = diagnostics()[1]
print(string.format('%d:%d %s %s', found.lnum + 1, found.col + 1, found.code, found.source))

vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
-- what asks somebody to choose is answered
vim.ui.select = function(items, options, choose)
  for index, item in ipairs(items) do
    local title = (options.format_item or tostring)(item)
    print(title)
    if title:find('^Name it') then
      choose(item, index)
      return
    end
  end
  fail('no fix is offered')
end
vim.lsp.buf.code_action()
if not vim.wait(30000, function() return #diagnostics() == 0 end, 50) then
  fail('the finding stayed: ' .. vim.inspect(diagnostics()))
end
vim.cmd('write')
vim.cmd('quitall!')
