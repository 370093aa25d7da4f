/** A Laravel migration with these bodies of up() and down(). */
export function migrationText(up: string, down = ''): string {
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\{DB, Schema};
return new class extends Migration {
    public function up(): void
    {
        ${up}
    }
    public function down(): void
    {
        ${down}
    }
};
`;
}
